"""What shape has each record? Typed dictionaries, and the JSON Schema files that are made of them.

mypy holds `render.records` to them; no command loads them but `mcp`.
"""
