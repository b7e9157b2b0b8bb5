"""Quotations held to what was published, and citations.

A quotation goes one way: it is parsed (`quotation`), texts that may hold it are read (`texts`), its
pieces are aligned with them (`align`), what it leaves out is judged (`elision`), or what comes
closest is compared with it (`diff`), and the verdict is chosen (`verify`). `cite` gathers a
citation.

A draft is split into paragraphs and notes (`drafts`), its quotations are found (`quoted`), what it
says of each is read (`attributions`: locators, notes, sources; `outlets`, `years`, and the verbs of
`saying`), and `check` holds the quotation to that.
"""
