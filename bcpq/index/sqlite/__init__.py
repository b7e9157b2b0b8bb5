"""The index of a corpus in one file on this machine."""
