"""How an article comes into a corpus: fetched, read, asked about, written whole or not at all."""
