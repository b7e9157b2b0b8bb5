"""Where one machine is not enough: the same store, kept by an OpenSearch cluster."""
