"""What each result is to a program: the columns of its row, and its JSON record."""
