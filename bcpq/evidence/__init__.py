"""Quotations held to what was published, and citations.

A quotation goes one way: it is parsed (`quotation`), texts that may hold it are read (`texts`), its
pieces are aligned with them (`align`), what it leaves out is judged (`elision`), or what comes
closest is compared with it (`diff`), and the verdict is chosen (`verify`). `drafts` finds the
quotations of a draft, `check` holds them to what the draft says, `cite` gathers a citation.
"""
