"""What is a word, a sentence, a number and a date."""
