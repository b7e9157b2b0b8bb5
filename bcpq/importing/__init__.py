"""How does an article come into a corpus?"""
