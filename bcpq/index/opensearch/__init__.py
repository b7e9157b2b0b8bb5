"""The index of a corpus on an OpenSearch cluster."""
