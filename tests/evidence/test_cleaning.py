"""What is not part of a quotation goes, and what changes its sense stays."""

from time import perf_counter

import pytest

from bcpq.evidence.cleaning import clean, mend

#: What is written, and what is left of it.
CLEANED = {
    "That&rsquo;s &#39;it&apos;&#x2019;": "That’s 'it'’",
    "it â€œacceptsâ€\x9d the watchdogâ€™s": "it “accepts” the watchdog’s",
    "are *not* applied": "are not applied",
    "are **not applied** now": "are not applied now",
    "are _not_ applied": "are not applied",
    "not applied (emphasis added), and": "not applied, and",
    "not applied (my italics)": "not applied",
    "intervention¹ are consistent.²³": "intervention are consistent.",
    "hire staff\n- keep the staff": "hire staff keep the staff",
    "progress / and the quality": "progress and the quality",
    "deci-\nsion": "deci- sion",
    "deci\u00ad\r\nsion": "deci- sion",
    "pur\u200bpose\ufe0f \u2067now\u2069": "purpose now",
    "ﬁt Ｆｏｒ 𝐩𝐮𝐫𝐩𝐨𝐬𝐞": "fit For purpose",
    "8 000 and 8 000 000": "8\u202f000 and 8\u202f000\u202f000",
}
KEPT = [
    "5⁰ children",
    "½ of them",
    "٥٠ children",
    "of 10 km² and CO²",
    "a hundred metres²",
    "June 2022²",
    "2*3*4",
    "snake_case_word",
    "and / 5",
    "and/or",
    "(not in the original)",
    "R&D; that is",
    "in 2022 000",
    "\u202eton",
]


@pytest.mark.parametrize("text", CLEANED)
def test_cleaned(text: str) -> None:
    """Signs of programs, of print and of those who quote go."""
    assert clean(text) == CLEANED[text]


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    """A power, a fraction, other digits and words with signs in them stay."""
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [("perma- nence was", "permanence was"), ("pre- and post-war", "pre- and post-war")],
)
def test_mended(text: str, mended: str) -> None:
    """Only a word that was published is joined."""
    assert mend(text, " permanence was pre and post war ") == mended


@pytest.mark.parametrize("unit", ["\n", " ", "*", "*a ", "_", "- a", "&a", "abc", "¹", " / a", "("])
def test_time_grows_with_the_text(unit: str) -> None:
    """A run of signs takes no longer than the text that it is, far from a second a time."""
    start = perf_counter()
    clean(f"w ¹{unit * 30_000} w")
    assert perf_counter() - start < 1
