"""Citations as readers and reference managers take them.

Text, Markdown, BibTeX, CSL-JSON and RIS. A date that is not sure is shown as unsure in each style's
own way; a field that is not known is left out.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from bcpq.evidence.cite import Citation
from bcpq.model import Article, PublicationDate, Record
from bcpq.render.formats import JsonObject, Layouts, write_json
from bcpq.render.messages import strip_controls
from bcpq.text.dates import MONTHS, display

if TYPE_CHECKING:
    from bcpq.render.json.evidence import CitationJson, CitationsJson, ItemJson

Style = Literal["text", "markdown", "bibtex", "csl-json", "ris"]

#: BibTeX's special characters outside of addresses.
_BIBTEX = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
}


class FormattedCitation(Record):
    """A citation of a passage or an article, in every style."""

    citation: Citation

    @property
    def locator(self) -> str:
        """Name what is cited, such as `bbc-2022:15`."""
        return self.citation.locator

    @property
    def article(self) -> Article:
        """Give the article that is cited, or that the passage is from."""
        return self.citation.article

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give that article."""
        return (self.article,)

    @property
    def text(self) -> str:
        """Write it as a sentence would have it."""
        return format_text(self.citation)

    @property
    def markdown(self) -> str:
        """Write it in Markdown."""
        return format_markdown(self.citation)

    @property
    def bibtex(self) -> str:
        """Write it as a BibTeX entry."""
        return format_bibtex(self.citation)

    @property
    def csl(self) -> "ItemJson":
        """Describe it as an item of CSL-JSON."""
        return describe_item(self.citation)

    @property
    def ris(self) -> str:
        """Write it as a RIS record."""
        return format_ris(self.citation)

    def __repr__(self) -> str:
        return f"<FormattedCitation: {self.text}>"


def write_citations(
    citations: Sequence[FormattedCitation], style: Style, stamp: Callable[[], JsonObject]
) -> str:
    """Write citations in a style.

    The items of CSL-JSON carry a stamp among what is not CSL's own (`custom`).
    """
    if style == "csl-json":
        return write_json([{**one.csl, "custom": {"stamp": stamp()}} for one in citations])
    apart = style in ("bibtex", "ris") or any(one.citation.passage for one in citations)
    texts: list[str] = [getattr(one, style) for one in citations]
    return ("\n\n" if apart else "\n").join(map(strip_controls, texts)) + "\n"


def format_note(citation: Citation) -> str:
    """Say where in the article the passage stands.

    Where its date is not one sure day, how it is known is added.
    """
    published = citation.article.published
    dated = ""
    if published and (published.inferred or len(_days(published)) > 1):
        basis = (published.basis or "").removeprefix("inferred:").removeprefix("stated:").strip()
        dated = f"published {display(published)}" + (f": {basis}" if basis else "")
    return "; ".join(filter(None, (citation.place, dated)))


def format_text(citation: Citation) -> str:
    """Write a citation as a sentence would have it."""
    title = f"“{citation.article.title}”" if citation.article.title else ""
    dated = display(citation.article.published)
    parts = [title, citation.article.source, dated, citation.place, citation.address or ""]
    line = ", ".join(filter(None, parts)) + f" [{citation.locator}]"
    return line + (f"\n“{citation.passage}”" if citation.passage else "")


def format_markdown(citation: Citation) -> str:
    """Write a citation with its title, or else its source, as a link.

    The passage, if it was asked for, is a block quote above.
    """
    name = f"“{citation.article.title}”" if citation.article.title else citation.article.source
    name = re.sub(r"([\\`*_\[\]<>])", r"\\\1", name)
    linked = f"[{name}](<{citation.address}>)" if citation.address else name
    source = citation.article.source if citation.article.title else ""
    parts = [linked, source, display(citation.article.published), citation.place]
    line = ", ".join(filter(None, parts)) + f" \\[{citation.locator}\\]"
    if not citation.passage:
        return line
    lines = (re.sub(r"([\\`*_\[\]<>])", r"\\\1", part) for part in citation.passage.split("\n"))
    return ">\n".join(f"> {part}\n" for part in lines) + f">\n> — {line}"


def format_bibtex(citation: Citation) -> str:
    """Write a citation as a BibTeX entry; `date` is biblatex's, and holds EDTF."""
    fields: dict[str, str] = {}
    if citation.article.title:
        fields["title"] = "{" + _escaped(citation.article.title) + "}"
    fields["howpublished"] = _escaped(citation.article.source)
    fields |= _bibtex_date(citation.article.published) if citation.article.published else {}
    if citation.address:
        fields["url"] = citation.address.replace("{", "%7B").replace("}", "%7D")
    fields["note"] = _escaped(format_note(citation)[:1].upper() + format_note(citation)[1:])
    fields["annote"] = _escaped(citation.passage or "")
    key = re.sub(r"[^A-Za-z0-9:_.-]", "-", citation.locator)
    if key != citation.locator:  # others may become the same
        key += f"-{zlib.crc32(citation.locator.encode()):08x}"
    month = fields.pop("month", "")  # a macro of BibTeX's, so not in braces
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, *([f"  month = {month},"] if month else []), "}"])


def _escaped(words: str) -> str:
    return " ".join("".join(_BIBTEX.get(c, c) for c in words).split())


def _bibtex_date(published: PublicationDate) -> dict[str, str]:
    """Give `date`, and what BibTeX itself knows of it: a year, and a month, that are sure."""
    days = _days(published)
    unsure = "?" if published.inferred else ""
    fields = {"date": "/".join("-".join(f"{part:02}" for part in day) + unsure for day in days)}
    years, months = {day[0] for day in days}, {day[1] for day in days if len(day) > 1}
    if len(years) == 1:
        fields["year"] = f"{years.pop():04}"
        if len(months) == 1 and all(len(day) > 1 for day in days):
            fields["month"] = MONTHS[months.pop() - 1].lower()
    return fields


def _days(published: PublicationDate) -> list[list[int]]:
    """Give a date no more precisely than it is known.

    That is a year, a month or a day, or the two ends of a range of days.
    """
    first, last = (
        [int(part) for part in day.split("-")] for day in (published.first, published.last)
    )
    if first == last:
        return [first]
    if match := re.fullmatch(
        r"[0-9]{4}(-[0-9]{2})?[?~%]?", published.edtf
    ):  # a whole month, a whole year
        return [first[: 2 if match[1] else 1]]
    return [first, last]


def describe_citations(citations: Iterable[FormattedCitation]) -> "CitationsJson":
    """Describe citations, each as a sentence has it and as an item of CSL-JSON."""
    described: list[CitationJson] = [
        {"locator": one.locator, "text": one.text, "csl": one.csl} for one in citations
    ]
    return {"schema": "bcpq.citation/1", "citations": described}


def lay_out_citations(citations: Sequence[FormattedCitation]) -> Layouts:
    """Lay out citations."""
    return Layouts(
        columns=["locator", "text"],
        rows=lambda: [(one.locator, one.text) for one in citations],
        records=lambda: describe_citations(citations)["citations"],
        document=lambda: describe_citations(citations),
        articles=[one.article for one in citations],
    )


def describe_item(citation: Citation) -> "ItemJson":
    """Describe a citation as an item of CSL-JSON 1.0.2 (https://citationstyles.org)."""
    item: ItemJson = {
        "id": citation.locator,
        "type": "webpage" if citation.address else "document",
        "container-title": citation.article.source,
    }
    if citation.article.title:
        item["title"] = citation.article.title
    if citation.article.published:
        item["issued"] = {"date-parts": _days(citation.article.published)}
        if citation.article.published.inferred:
            item["issued"]["circa"] = True
    if citation.address:
        item["URL"] = citation.address
    if format_note(citation):
        item["note"] = format_note(citation)
    if citation.passage:
        item["annote"] = citation.passage
    return item


def format_ris(citation: Citation) -> str:
    """Write a citation as a RIS record."""
    lines = [("TY", "ELEC" if citation.address else "GEN"), ("ID", citation.locator)]
    lines += [("TI", citation.article.title)] if citation.article.title else []
    lines.append(("T2", citation.article.source))
    if citation.article.published:
        days = _days(citation.article.published)
        shared = days[0] if len(days) == 1 else days[0][: days[0][0] == days[1][0]]
        parts = [f"{shared[0]:04}" if shared else "", *(f"{part:02}" for part in shared[1:])]
        unsure = (
            display(citation.article.published)
            if citation.article.published.inferred or len(days) > 1
            else ""
        )
        lines += [("PY", parts[0])] if parts[0] else []
        lines.append(("DA", "/".join([*parts, *[""] * (3 - len(parts)), unsure])))
    lines += [("UR", citation.address)] if citation.address else []
    lines += [
        ("N1", note)
        for note in (format_note(citation), " ".join((citation.passage or "").split("\n")))
        if note
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in [*lines, ("ER", "")])
