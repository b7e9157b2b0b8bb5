"""What another program reads: tsv, csv, json and jsonl."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bcpq.model import Article

Record = Mapping[str, object]


def tsv(rows: Iterable[Sequence[object]]) -> str:
    """Write a line a row; a tab, CR or LF inside a value becomes a space."""
    return "".join(
        "\t".join(re.sub(r"[\t\r\n]", " ", str(value)) for value in row) + "\n" for row in rows
    )


def csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a line of column names, then a line a row, quoted as RFC 4180 has it, ended by LF."""
    import csv as library
    import io

    out = io.StringIO()
    writer = library.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def json(document: Record | Sequence[Record]) -> str:
    """Write one JSON document, or several as a list, on one line."""
    from json import dumps

    text = dumps(document, ensure_ascii=False, allow_nan=False)
    # JSON lets DEL and the C1 controls stand as they are; a terminal would not.
    return re.sub(r"[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def jsonl(records: Iterable[Record]) -> str:
    """Write one JSON record a line."""
    return "".join(map(json, records))


class Listing(NamedTuple):
    """The same results in each shape; only the one that is asked for is made."""

    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    records: Iterable[Record]
    document: Callable[[], Record]
    articles: Iterable[Article] = ()  # those in the results


def stamped(listing: Listing, stamp: Callable[[], Record]) -> Record:
    """Give results as one document that carries a stamp."""
    return {**listing.document(), "stamp": stamp()}


def written(listing: Listing, shape: str, stamp: Callable[[], Record]) -> str:
    """Write results as tsv, csv, json or jsonl; the JSON document carries a stamp."""
    match shape:
        case "json":
            return json(stamped(listing, stamp))
        case "jsonl":
            return jsonl(listing.records)
        case "csv":
            return csv(listing.columns, listing.rows)
    return tsv(listing.rows)
