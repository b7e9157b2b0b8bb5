"""The writer of an article's file: front matter over the body."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from bcpq.corpus.front_matter import FieldName
from bcpq.model import Role

#: What YAML takes for a text without quotation marks.
_PLAIN = re.compile(r"[\w][\w .,/()’'–-]*")
#: What stands for itself in quotation marks only so; YAML would fold the last two as line ends.
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\u2028": r"\L", "\u2029": r"\P"})


def compose_file(
    fields: Mapping[FieldName, str | None],
    paragraphs: Sequence[str],
    *,
    roles: Mapping[int, Role],
    lead_ins: Mapping[int, int],
    pages: Mapping[int, int],
) -> bytes:
    """Write an article's file.

    Args:
        fields: The fields of one line, in order; those that are empty or None are left out.
        paragraphs: The body, from paragraph 1 on.
        roles: The paragraphs that are not plain text.
        lead_ins: Each list item with the paragraph that opens its sentence.
        pages: Each paragraph with the page that it begins on.
    """
    body = "\n\n".join(paragraphs) + "\n"
    lines = [f"{name}: {_quote(value)}" for name, value in fields.items() if value]
    lines += _compose_mapping(FieldName.ROLES, roles)
    lines += _compose_mapping(FieldName.LEAD_IN, lead_ins)
    lines += _compose_mapping(FieldName.PAGES, pages)
    lines.append(f"{FieldName.SHA256}: {sha256(body.encode()).hexdigest()}")
    return ("---\n" + "\n".join(lines) + "\n---\n" + body).encode()


def _quote(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.strip() == value:
        return value
    return f'"{value.translate(_ESCAPES)}"'


def _compose_mapping(name: FieldName, values: Mapping[int, object]) -> list[str]:
    """Write paragraphs by their values, runs of them as `24-28`."""
    groups: dict[str, list[int]] = {}
    for number, value in sorted(values.items()):
        groups.setdefault(str(value), []).append(number)
    lines = [f"{name}:"] if groups else []
    for value, numbers in groups.items():
        lines.append(f"  {value}: [{', '.join(_find_runs(numbers))}]")
    return lines


def _find_runs(numbers: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []  # each its first number and, where there are more, its last
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ["-".join(map(str, run)) for run in runs]
