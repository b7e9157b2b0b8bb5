"""What does a reader see? Data to text, for a terminal, for another program, and for messages."""
