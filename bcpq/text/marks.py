"""The quotation marks: one set for queries, articles and drafts.

A search reads this module, so it imports nothing.
"""

#: Every mark that is, or is typed for, a quotation mark or an apostrophe. The primes are there
#: because typists take them for quotation marks.
QUOTATION_MARKS = "'\"‘’‚‛“”„‟′″ʼ`´«»‹›＂＇"
#: Every mark that is, or is typed for, an apostrophe: `ʻ` and `ʹ` are modifier letters, `ꞌ` is the
#: saltillo, and `‘` is what a word processor makes of an apostrophe that it takes for a mark.
APOSTROPHES = "'’ʼ＇‘‛`´′ʻʹꞌ"
#: Every mark that is, or is typed for, a hyphen: beside the usual ones the bullet, the modifier and
#: the Armenian ones, and those of other widths.
HYPHENS = "-‐‑⁃˗֊﹣－"
#: The marks that open and close a phrase in a query.
DOUBLE_MARKS = '"“”„‟＂'
#: The marks that begin speech in an English article.
OPENING_MARKS = '“"‘'
#: The marks that end speech in an English article.
CLOSING_MARKS = "”\"’'"
#: What may stand between the full stop of a sentence and the space after it, as Punkt has it.
SENTENCE_CLOSERS = "'\")]}‘’“”«»"
#: The marks that close what another mark opened, in the habits of English, German and French.
CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "‘": "’",
    '"': '"',
    "'": "'",
    "”": "”",
    "»": "«",
}
