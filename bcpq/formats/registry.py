"""The table of formats: which suffix and which media type is read by which module."""

from typing import NamedTuple, Protocol

from bcpq.formats import html, pdf, text
from bcpq.formats.extraction import Extraction


class Reader(Protocol):
    """The function of a format's module that reads a file."""

    def __call__(self, data: bytes, name: str, address: str | None = None) -> Extraction:
        """Read a file or a page.

        Args:
            data: Its bytes.
            name: What the reader calls it, for messages.
            address: Where it was published, if that is known.

        Raises:
            AddError: It cannot be read or holds no text, or a package is missing.
        """


class Format(NamedTuple):
    """A kind of file that can become an article."""

    suffixes: tuple[str, ...]  # in lower case; under the first a file of it is kept
    media_types: tuple[str, ...]
    read: Reader
    signature: bytes | None = None  # how each file of it begins, whatever it is called
    front_matter: bool = False  # a file of it may be an article of a corpus already


#: In the order in which a message names them.
FORMATS = (
    Format(suffixes=(".txt",), media_types=("text/plain",), read=text.read, front_matter=True),
    Format(suffixes=(".md",), media_types=("text/markdown",), read=text.read, front_matter=True),
    Format(suffixes=(".html", ".htm"), media_types=("text/html",), read=html.read),
    Format(suffixes=(".pdf",), media_types=("application/pdf",), read=pdf.read, signature=b"%PDF"),
)
#: What a server sends under another media type, or under none, is taken for a page.
_PAGE = next(known for known in FORMATS if known.read is html.read)


def identify_file(data: bytes, suffix: str) -> Format | None:
    """Find the format of a file by how it begins, or by its suffix; None for no known one."""
    by_suffix = next((known for known in FORMATS if suffix in known.suffixes), None)
    return _identify_signature(data) or by_suffix


def identify_download(data: bytes, media_type: str) -> Format:
    """Find the format of what a server sent, by how it begins, or by what the server calls it."""
    by_type = next((known for known in FORMATS if media_type in known.media_types), _PAGE)
    return _identify_signature(data) or by_type


def _identify_signature(data: bytes) -> Format | None:
    return next(
        (known for known in FORMATS if known.signature and data.startswith(known.signature)), None
    )


def list_suffixes() -> str:
    """Name the suffixes of all formats, as in `.txt, .md or .pdf`."""
    *others, last = (known.suffixes[0] for known in FORMATS)
    return f"{', '.join(others)} or {last}"
