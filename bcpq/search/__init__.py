"""Which passages and sentences are shown, and in what order."""
