"""bcpq: find, read, check and cite what was published, in its exact words.

Where to look:

    model      what do we talk about?            Article, Paragraph, Hit ...
    errors     what can go wrong?
    dates      when, and how sure?               EDTF text -> Published
    corpus     which articles are there?         folder -> Documents
    passages   where does a paragraph begin?     Document -> Paragraphs, sentences
    terms      what counts as the same word?     str -> Tokens
    query      what was asked?                   str -> Query
    store      where does the index live?        SQLite file
    build      how is it made?                   Documents -> store
    search     which passages match, how well?   Query, store -> Hits
    render/    what does a reader see?
    cli/       what may a user type?
"""

__version__ = "0.1.0"
