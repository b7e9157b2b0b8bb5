"""What was asked, and where does it hold?"""
