"""Which articles a corpus has, and what is in them."""
