"""Where words and articles are kept: what every index offers, and the two kinds of it."""
