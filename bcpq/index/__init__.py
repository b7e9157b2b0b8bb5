"""Where are words and articles kept?"""
