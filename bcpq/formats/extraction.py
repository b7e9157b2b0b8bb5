"""The record that every format gives: the paragraphs of a text, and what it says of itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bcpq.model import Role


class StatedDate(NamedTuple):
    """A date that a page states in its metadata, not yet judged."""

    name: str  # what it stands under there, such as `article:published_time`
    value: str  # as the page writes it


class SuggestedDate(NamedTuple):
    """A day on which a text may have been published, though nobody states that it was."""

    day: str  # YYYY-MM-DD
    basis: str  # where it was found, in words


class Extraction(NamedTuple):
    """What a format reads of a file or a page; what that does not say is None or empty.

    Paragraphs are numbered from 1. Which of the dates and addresses are to be believed, and how
    far, is decided in `importing.provenance`.
    """

    paragraphs: tuple[str, ...]
    roles: Mapping[int, Role] = MappingProxyType({})  # of the paragraphs that are not plain text
    lead_ins: Mapping[int, int] = MappingProxyType({})  # list item: paragraph that introduces it
    pages: Mapping[int, int] = MappingProxyType({})  # paragraph: printed page that it begins on
    title: str | None = None
    site_name: str | None = None
    stated_dates: tuple[StatedDate, ...] = ()  # in the order in which they stand there
    suggested_date: SuggestedDate | None = None
    own_addresses: tuple[str, ...] = ()  # what it gives as its own address, the likeliest first
