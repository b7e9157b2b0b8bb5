"""Is it quoted as published, and how is it cited?"""
