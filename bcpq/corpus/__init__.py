"""Which articles are there, and what is in them?"""
