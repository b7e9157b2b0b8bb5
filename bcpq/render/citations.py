"""Citations as readers and reference managers take them: text, Markdown, BibTeX, CSL-JSON and RIS.

A date that is not sure is given as such in each style's own way; a field that is not known is left out.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from bcpq.evidence.cite import Citation
from bcpq.model import PublicationDate
from bcpq.render.formats import Listing, json
from bcpq.render.messages import safe
from bcpq.text.dates import MONTHS, display

if TYPE_CHECKING:
    from bcpq.schemas import evidence, state

Style = Literal["text", "markdown", "bibtex", "csl-json", "ris"]

#: BibTeX's special characters outside of addresses.
_BIBTEX = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
}


def written(citations: Iterable[Citation], style: Style, stamp: Callable[[], "state.Stamp"]) -> str:
    """Write citations in a style; the items of CSL-JSON carry a stamp among what is not CSL's own (`custom`)."""
    if style == "csl-json":
        return json([{**csl(citation), "custom": {"stamp": stamp()}} for citation in citations])
    write = {"text": text, "markdown": markdown, "bibtex": bibtex, "ris": ris}[style]
    apart = style in ("bibtex", "ris") or any(citation.passage for citation in citations)
    return ("\n\n" if apart else "\n").join(safe(write(citation)) for citation in citations) + "\n"


def note(citation: Citation) -> str:
    """Say where in the article the passage stands, and how its date is known where that is not one sure day."""
    published = citation.article.published
    dated = ""
    if published and (published.inferred or len(_days(published)) > 1):
        basis = (published.basis or "").removeprefix("inferred:").removeprefix("stated:").strip()
        dated = f"published {display(published)}" + (f": {basis}" if basis else "")
    return "; ".join(filter(None, (citation.place, dated)))


def text(citation: Citation) -> str:
    """Write a citation as a sentence would have it."""
    title = f"“{citation.article.title}”" if citation.article.title else ""
    dated = display(citation.article.published)
    parts = [title, citation.article.source, dated, citation.place, citation.address or ""]
    line = ", ".join(filter(None, parts)) + f" [{citation.locator}]"
    return line + (f"\n“{citation.passage}”" if citation.passage else "")


def markdown(citation: Citation) -> str:
    """Write a citation with its title, or else its source, as a link; the passage is a block quote over it."""
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


def bibtex(citation: Citation) -> str:
    """Write a citation as a BibTeX entry; `date` is biblatex's, and holds EDTF."""
    fields: dict[str, str] = {}
    if citation.article.title:
        fields["title"] = "{" + _escaped(citation.article.title) + "}"
    fields["howpublished"] = _escaped(citation.article.source)
    fields |= _bibtex_date(citation.article.published) if citation.article.published else {}
    if citation.address:
        fields["url"] = citation.address.replace("{", "%7B").replace("}", "%7D")
    fields["note"] = _escaped(note(citation)[:1].upper() + note(citation)[1:])
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
    """Give a date no more precisely than it is known: a year, month or day, or the two ends of a range of days."""
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


def document(citations: Iterable[Citation]) -> "evidence.Citations":
    """Describe citations, each as a sentence has it and as an item of CSL-JSON."""
    described: list[evidence.Cited] = [
        {"locator": citation.locator, "text": text(citation), "csl": csl(citation)}
        for citation in citations
    ]
    return {"schema": "bcpq.citation/1", "citations": described}


def listing(citations: Sequence[Citation]) -> Listing:
    """List citations."""
    described = document(citations)
    rows = ((cited["locator"], cited["text"]) for cited in described["citations"])
    articles = [citation.article for citation in citations]
    return Listing(("locator", "text"), rows, described["citations"], lambda: described, articles)


def csl(citation: Citation) -> "evidence.Item":
    """Describe a citation as an item of CSL-JSON 1.0.2 (https://citationstyles.org)."""
    item: evidence.Item = {
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
    if note(citation):
        item["note"] = note(citation)
    if citation.passage:
        item["annote"] = citation.passage
    return item


def ris(citation: Citation) -> str:
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
        for note in (note(citation), " ".join((citation.passage or "").split("\n")))
        if note
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in [*lines, ("ER", "")])
