"""How does a file or a page become paragraphs?"""
