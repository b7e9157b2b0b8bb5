"""What was asked, and where in a text it holds."""
