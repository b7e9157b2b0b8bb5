"""The JSON documents: each shape beside the function that fills it, and its JSON Schema file.

A shape is a typed dictionary, to which mypy holds the function; `python -m bcpq.render.json`
makes the schema files of them. They are loaded only where JSON is asked for.
"""
