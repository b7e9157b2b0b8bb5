"""The character encoding of files: UTF-8, and what is said of one that is something else."""

import codecs

from bcpq.errors import ArticleError


def decode_utf8(data: bytes, before: int = 0) -> str:
    """Decode UTF-8 text; a byte order mark at the beginning of a file is passed over.

    Args:
        data: The bytes.
        before: Lines of the file that stand before them.

    Returns:
        The text, its line ends as they are.

    Raises:
        ArticleError: The bytes are not UTF-8; its line is that of the first wrong byte.
    """
    if not before:
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = before + data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            line, f"is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8"
        ) from None
