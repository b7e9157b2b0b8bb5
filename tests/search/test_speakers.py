"""Whose words a sentence is, where it runs on in a quotation."""

import pytest

from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Sentence
from bcpq.search.locators import find_article_number, read_excerpt
from bcpq.search.speakers import find_speaker
from tests import samples


def speaker(store: SqliteStore, locator: str) -> Sentence | None:
    """Find the speaker of the last sentence of a paragraph."""
    (passage,) = read_excerpt(store, locator)
    number = find_article_number(store, passage.article)
    return find_speaker(store, number, passage, passage.sentences[-1])


#: Locator of a passage: where the sentence stands that names the speaker of its last sentence;
#: "" for none.
SPEAKERS = {
    "echo-2024:24": "echo-2024:18",  # Richard Burton's forecast
    "echo-2024:25": "echo-2024:18",
    "bbc-2022:19": "bbc-2022:18",  # Cathi Hadley's words go on
    "bbc-2022:20": "bbc-2022:18",  # "she said" names nobody
    "bbc-2022:14": "bbc-2022:13",
    "echo-2024:12": "",  # the report said
    "echo-2024:13": "echo-2024:12",
    "community-care-2022:29": "",  # added Hadley
    "community-care-2022:21": "community-care-2022:21",  # inspectors said, a sentence before
    "echo-2020:21": "",  # no quotation
}


@pytest.mark.parametrize("locator", SPEAKERS)
def test_five(five: SqliteStore, locator: str) -> None:
    """On the five articles the sentence is found that says whose words these are."""
    found = speaker(five, locator)
    assert (found.paragraph.locator if found else "") == SPEAKERS[locator]
    if found:
        assert found.range in found.paragraph.sentences


#: Paragraphs of an article, and the sentence that names the speaker of the last one; "" for none.
MADE_UP = [
    ("Jane Smith spoke.\n“We left.", "Jane Smith spoke."),
    ("Jane Smith spoke.\nIt was late.\n“We left.", "It was late."),
    ("It was late. Jane Smith spoke.\n“We left.", "Jane Smith spoke."),
    ("Jane Smith spoke.\n“We left,” said Cox. “We will not return.", "“We left,” said Cox."),
    ("Jane Smith spoke.\n“We left,” she said. “We will not return.", "Jane Smith spoke."),
    ("Jane Smith spoke.\n“We left,” said the chair.", ""),
    ("Jane Smith spoke.\n“He said that we left.", "Jane Smith spoke."),  # said within the quotation
    ("Jane Smith spoke.\nWe left, “as planned”.", ""),  # opens without a mark
    ('Jane Smith spoke.\n"We left.', "Jane Smith spoke."),
    ("Jane Smith spoke.\n‘We left.", "Jane Smith spoke."),
    ("Jane Smith said it.\n“We left.\n“And we stayed.", "Jane Smith said it."),
    ("“We left.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), MADE_UP)
def test_made_up(body: str, sentence: str) -> None:
    """The sentence is the last one before the quotation, or one within that names who speaks."""
    found = speaker(samples.store(body), f"a0:{body.count(chr(10)) + 1}")
    assert (found.text if found else "") == sentence


@pytest.mark.parametrize(("paragraphs", "found"), [(11, True), (12, False)])
def test_how_far_back(paragraphs: int, found: bool) -> None:
    """A running quotation is followed over eleven paragraphs before its own sentence's."""
    quoted = "\n".join(["“And we left."] * paragraphs)
    store = samples.store(f"Jane Smith spoke.\n{quoted}")
    assert (speaker(store, f"a0:{paragraphs + 1}") is not None) is found
