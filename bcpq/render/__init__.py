"""What is shown: results as text for a terminal, for other programs, and in messages."""
