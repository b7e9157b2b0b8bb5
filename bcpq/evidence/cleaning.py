"""What those who quote, their programs and their paper put into a quotation that is not part of it.

A quotation is first looked for as it is written; only where it does not stand like that is it read
without all this.
"""

import re

from bcpq.text.typography import plain_characters

# All but the first are compiled, and kept by re, when they are first used: few texts need them.
#: Of a quotation without any of these, nothing but format characters is taken out.
_TRACES = re.compile(
    r"[&*_â⁰¹²³⁴⁵⁶⁷⁸⁹\u00ad]|[ÂÃ][^\x00-\x7f]|[-‐]\s| / |[\r\n][ \t]*[–—]"
    r"|(?i:emphasis|italics)|[0-9] [0-9]{3}"
)
#: An entity of HTML, as pages and e-mails leave it behind.
_ENTITY = r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z][a-zA-Z0-9]{1,30});"
#: UTF-8 that was read as Windows-1252: the marks from U+2010 on, accents, signs after a stray `Â`.
_MOJIBAKE = r"â€[^\x00-\x7f]|[ÂÃ][^\x00-\x7f]"
#: Markdown's emphasis around whole words (CommonMark 0.31, section 6.2).
_EMPHASIS = (
    r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]+)(?<=\S)\1(?![\w*])",
    r"(?<!\w)(_{1,3})(?=[^\s_])([^_]+)(?<=\S)\1(?!\w)",
)
#: A hyphen, or a soft one, at the end of a line.
_LINE_END = r"(?<=[^\W\d_])[-‐\u00ad][ \t]*[\r\n]\s*(?=[^\W\d_])"
#: The sign before an item of a list that stands on a line of its own.
_ITEM = r"(?:^|[\r\n])[ \t]*[-*–—][ \t]+(?=\w)"
#: The stroke that stands for the end of a line or paragraph.
_STROKE = r"(?<=[^\s\d])\s+/\s+(?=[^\W\d_]|[\"'‘“(])"
#: Who quotes says that the emphasis is theirs.
_REMARK = (
    r"(?i)\s?\((?:(?:my|our) (?:emphasis|italics)|(?:emphasis|italics)"
    r" (?:is |are )?(?:added|mine|ours|supplied|(?:in (?:the )?)?original))\)"
)
#: The number of a note is written high after a word of three letters or more, or after its marks:
#: after fewer letters it may be a power, as in `km²` and `CO²`.
_NOTE = (
    r"(?<![A-Za-zÀ-ɏ])([A-Za-zÀ-ɏ]{3,})([.,;:!?)’”\"']*)"
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*(?!\w)"
)
#: The units of length that are spelled out before a power.
_LENGTH = r"(?i)(?:[a-z]*met(?:re|er)s?|feet|foot|inch(?:es)?|yards?|miles?)"
#: The digits of a number in groups of three, with spaces between them.
_DIGIT_GROUPS = r"(?<![\w.,])([0-9]{1,3}(?: [0-9]{3})+)(?![0-9])"
#: A word that was broken at a hyphen.
_BROKEN = r"(?<![\w-])([^\W\d_]+)[-‐] ([^\W\d_]+)"


def clean(text: str) -> str:
    """Take out of a quotation what is not part of it; the text itself if there is nothing.

    Entities, and UTF-8 that was read as something else, are read again. Signs of items, strokes
    for line ends, emphasis, remarks on it, the numbers of notes and format characters go. The
    digits of a number are kept together.
    """
    if not _TRACES.search(text):
        return plain_characters(text)
    if re.search(_ENTITY, text):
        from html import unescape  # its table of names is of no use to most quotations

        text = re.sub(_ENTITY, lambda match: unescape(match[0]), text)
    text = re.sub(_MOJIBAKE, _read_as_utf8, text)
    text = plain_characters(re.sub(_LINE_END, "- ", text))
    text = re.sub(_STROKE, " ", re.sub(_ITEM, " ", text))
    for emphasis in _EMPHASIS:
        text = re.sub(emphasis, r"\2", text)
    text = re.sub(_NOTE, _drop_note, re.sub(_REMARK, "", text))
    return re.sub(_DIGIT_GROUPS, lambda match: match[0].replace(" ", "\u202f"), text)


def _read_as_utf8(match: re.Match[str]) -> str:
    """Read characters as the bytes that they were before; as they are if those are no UTF-8."""
    try:
        # Windows-1252 leaves out five bytes, which programs read as Latin-1 has them.
        return b"".join(
            character.encode("latin-1" if character < "\u0100" else "cp1252")
            for character in match[0]
        ).decode()
    except UnicodeError:
        return match[0]


def _drop_note(match: re.Match[str]) -> str:
    is_power = not match[2] and re.fullmatch(_LENGTH, match[1]) and match[0][-1] in "²³"
    return match[0] if is_power else match[1] + match[2]


def mend(text: str, line: str) -> str:
    """Join the words of a text that were broken at a hyphen, where the joined word was published.

    Args:
        text: A part of a quotation.
        line: The words that were published, folded, with a space around each.
    """

    def join(match: re.Match[str]) -> str:
        word = match[1] + match[2]
        return word if f" {word.casefold()} " in line else match[0]

    return re.sub(_BROKEN, join, text) if _has_broken(text) else text


def drop_broken(text: str) -> str:
    """Take out the words that were broken at a hyphen: what they are is not known yet."""
    return re.sub(_BROKEN, " ", text) if _has_broken(text) else text


def _has_broken(text: str) -> bool:
    return "- " in text or "‐ " in text
