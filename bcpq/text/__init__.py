"""What is a word, a sentence, a number, a date?"""
