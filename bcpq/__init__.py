"""bcpq: find, read, check and cite what was published, in its exact words.

Where to look:

    model      what do we talk about?            Article, Paragraph, Hit, Verdict ...
    errors     what can go wrong?
    dates      when, and how sure?               EDTF text -> Published
    corpus     which articles are there?         folder -> Entries
    documents  what is in a corpus's files?      a file, or a line, an article -> Document
    fields     what is said of an article?       YAML, JSON -> source, date, roles ...
    passages   where does a paragraph begin?     Document -> Paragraphs, sentences
    terms      what counts as the same word?     str -> Tokens
    wording    what is only typographic?
    query      what was asked?                   str -> Query
    web        what does an address hold?        address -> bytes
    importers  how does a page become an article?  HTML, PDF, text -> paragraphs
    pdf        where are a printed page's paragraphs?
    library    how does it come into a corpus?   paragraphs -> file
    build      how is an index made?             Documents -> rows and lists
    weights    what does each word weigh?        rank-bm25's counts -> lists
    writer     how is it put in its place?       rows and lists -> file
    postings   where does a term stand?
    store      what must an index offer?         one protocol
    embedded   how does one file keep it?
    tables     what stands in that file?         SQLite -> postings, paragraphs, articles
    cache      where, and is it still true?      corpus -> its file
    locators   which paragraph is meant?         bbc-2022:15 -> paragraphs
    filters    which articles are meant?         ids, sources, dates -> articles
    matches    where does a clause hold?         Clause, text -> places in it
    bm25       what is a word worth in a text?
    retrieval  which passages match?             Query, posting lists -> scores
    acronyms   what does a short form stand for? text -> Acronyms
    synonyms   which everyday words mean the same?
    expansion  what else may it be called?       terms -> more terms
    spelling   did you mean?                     words -> words that occur
    pruning    which can be among the best?      long lists -> scores
    ranking    how well does a passage match?    passages -> scores
    search     which passages are shown?         Query, store -> Hits
    answer     which sentences answer?           Query, store -> Answers
    timeline   when was it said?                 Hits -> Periods
    runs       where do words stand in a row?    articles -> runs of words
    pieces     does it stand there as quoted?
    elisions   what was left out or put in?      ... and [brackets]
    differences  what was changed?               altered, stitched, absent
    verify     is this quotation there?          text -> Verdict
    drafts     what does a draft quote?          Markdown, text -> Quotations
    check      is it quoted as published?        Quotations -> Verdicts
    cite       how is it cited?                  locator -> Citation
    stamp      what was a result made from?      digests, to have it again
    schemas/   what shape has each record?     of which the JSON Schema files are made
    cluster/   what if one machine is not enough?  OpenSearch: connection, mapping, dsl, index, sums; store, loader
    render/    what does a reader see?           words for all; terminal, progress (rich); machine (tsv, json),
                                                 records and listings; citations (BibTeX, CSL-JSON, RIS)
    cli/       what may a user type?             app, then a module for each group of commands;
                                                 assistant, for `bcpq mcp`
"""

__version__ = "0.2.0"
