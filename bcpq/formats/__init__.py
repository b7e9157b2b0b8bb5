"""How a file or a page becomes paragraphs: a module for each format, and a table of them.

A new format is a module with a function `read`, which gives an `Extraction`, and a line in
`registry.FORMATS`.
"""
