"""The encoding of files: what is read, and on which line another one is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import ArticleError
from bcpq.formats.charset import decode_utf8


@given(st.text())
def test_what_is_utf8_is_read(text: str) -> None:
    """Any text comes back as it is; a byte order mark at the beginning of a file is passed over."""
    data = text.encode()
    assert decode_utf8(b"\xef\xbb\xbf" + data) == text
    assert decode_utf8(data, before=1) == text


def test_a_byte_order_mark_within_a_file_stays() -> None:
    """What looks like a byte order mark further down is a character of the text."""
    assert decode_utf8(b"\xef\xbb\xbfText", before=1) == "\ufeffText"


@pytest.mark.parametrize(
    ("data", "before", "line", "byte"),
    [
        (b"\xe9", 0, 1, "0xe9"),
        (b"one\ntw\xff\n", 0, 2, "0xff"),
        (b"\xff", 4, 5, "0xff"),
        (b"one\n\xc3", 4, 6, "0xc3"),
        (b"\xef\xbb\xbfone\n\n\x80", 0, 3, "0x80"),
    ],
)
def test_the_line_of_a_wrong_byte(data: bytes, before: int, line: int, byte: str) -> None:
    """The line is that of the first wrong byte, the lines before the text counted."""
    with pytest.raises(ArticleError) as raised:
        decode_utf8(data, before)
    assert raised.value.line == line
    assert raised.value.reason == f"is not UTF-8 (byte {byte}): save it as UTF-8"
