"""The edge of every threshold that decides a verdict: just inside, and just outside.

Articles and quotations are made of words that no two share a beginning or an end, so that the only
words in common are those that a case puts there.
"""

from collections.abc import Sequence

import pytest

from bcpq.evidence.quotation import MOST_WORDS, parse
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import verify
from bcpq.model import Verdict
from tests import samples

#: Words of an article; none is a stop word, so that they weigh the same.
WORDS = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu copper silver bronze "
    "marble granite velvet cotton linen walnut cherry orange lemon pepper ginger"
).split()
#: Words of another article.
OTHERS = (
    "harbour bridge castle garden market station library museum theatre chapel tunnel avenue canal "
    "river valley island meadow forest desert"
).split()
#: Words that no article has.
NOISE = "zzqvx jjkwq xxvbz qqzzj wwxkj vvjqz bbqxj kkzqv ffqjz ggzxq ddxqz hhvqk".split()


def judge(quotation: Sequence[str] | str, *bodies: Sequence[str] | str) -> Verdict:
    """Verify a quotation against articles."""
    texts = [body if isinstance(body, str) else " ".join(body) for body in (quotation, *bodies)]
    return verify(ArticleTexts(samples.store(*texts[1:])), texts[0])


def scatter_noise(count: int, noise: int) -> list[str]:
    """Take words of the article, some within replaced by noise, no four in a row left."""
    words = WORDS[:count]
    places = [1 + round(i * (count - 3) / max(1, noise - 1)) for i in range(noise)]
    assert len({*places}) == noise
    for place, word in zip(places, (NOISE * 2)[:noise], strict=True):
        words[place] = word
    return words


@pytest.mark.parametrize(("count", "short"), [(3, True), (4, False)])
def test_short(count: int, short: bool) -> None:
    """A quotation of fewer than four words is short; its pieces count together."""
    assert judge(WORDS[:count], WORDS).short == short
    assert judge(f"{WORDS[0]} … {' '.join(WORDS[5 : 4 + count])}", WORDS).short == short


def test_without_end() -> None:
    """A quotation has at most so many words."""
    assert len(parse("word " * MOST_WORDS).whole.keys) == 10_000


@pytest.mark.parametrize(
    ("count", "noise", "kind"),
    [(30, 12, "altered"), (22, 9, "absent")],  # 0.600 and 0.591 of the words in common
)
def test_close(count: int, noise: int, kind: str) -> None:
    """A quotation with six words in ten in common with a text is altered; with fewer, absent."""
    quotation = scatter_noise(count, noise)
    assert judge(quotation, WORDS[:count]).kind == kind


@pytest.mark.parametrize(
    ("published", "quoted", "kind"),
    [
        # Five stop words in common and three of six others: 14/23, but 17/29 if those weighed 4.
        ("alpha and of to in on bravo golf hotel charlie delta",
         "alpha and of to in on zzqvx jjkwq xxvbz charlie delta", "altered"),
        # Six stop words in common and two of five others: 12/21, but 10/16 if those weighed 2.
        ("alpha and of to in on by bravo charlie golf delta",
         "alpha and of to in on by zzqvx jjkwq xxvbz delta", "absent"),
    ],
)  # fmt: skip
def test_a_stop_word_weighs_a_third(published: str, quoted: str, kind: str) -> None:
    """Three stop words in common are worth as much as one other word."""
    assert judge(quoted, published).kind == kind


@pytest.mark.parametrize(
    ("count", "kind"),
    [(26, "stitched"), (27, "altered")],  # 22/26 = 0.846 and 23/27 = 0.852 stand in one place
)
def test_sure(count: int, kind: str) -> None:
    """A quotation of which seventeen words in twenty stand in one place is not stitched."""
    quotation = WORDS[: count - 4] + OTHERS[:4]
    assert judge(quotation, WORDS[: count - 4], OTHERS).kind == kind


@pytest.mark.parametrize(("length", "kind"), [(3, "absent"), (4, "stitched")])
def test_stitch(length: int, kind: str) -> None:
    """The parts of a stitched quotation have four words."""
    assert judge(WORDS[:length] + OTHERS[:length], WORDS, OTHERS).kind == kind


@pytest.mark.parametrize(
    ("first", "second", "noise", "kind"),
    [(9, 8, 3, "stitched"), (11, 10, 4, "absent")],  # 17/20 = 0.85 and 21/25 = 0.84 of the words
)
def test_stitched(first: int, second: int, noise: int, kind: str) -> None:
    """The parts make up seventeen words in twenty of a stitched quotation."""
    quotation = WORDS[:first] + NOISE[:noise] + OTHERS[:second]
    assert judge(quotation, WORDS, OTHERS).kind == kind


@pytest.mark.parametrize(("gap", "kind"), [(8, "absent"), (9, "stitched")])
def test_slip(gap: int, kind: str) -> None:
    """Parts with eight words of the article or fewer between them stand in one place."""
    quotation = WORDS[:5] + WORDS[5 + gap : 10 + gap]
    assert judge(quotation, WORDS).kind == kind


#: What follows eight words in the article and in the quotation; what is shown as published.
LAST_WORDS = {
    ("bravo zulu", "xxxxx"): "bravo",  # unlike though they are
    ("bravo zulu", "xxxxx yyyyy"): "bravo zulu",
    ("bravo zulu", "xxxxx yyyyy zzzzz"): "bravo zulu",  # the article ends
    ("seventy, zulu", "one"): "seventy,",
    ("bravo, zulu", "xxxxx, yyyyy"): "bravo, zulu",
    ("bravo-zulu copper", "xxxxx"): "bravo-zulu",  # a word is not cut at its hyphen
    ("“bravo” zulu", "xxxxx"): "“bravo",
    (". Bravo zulu", "xxxxx"): "",  # the sentence had ended
}


@pytest.mark.parametrize(("published", "quoted"), LAST_WORDS)
def test_the_last_word_is_shown(published: str, quoted: str) -> None:
    """The words in whose place a quotation has others at its end are shown: as many, in a row."""
    start = " ".join(WORDS[8:16])
    verdict = judge(f"{start} {quoted}", f"{start} {published}")
    assert verdict.kind == "altered"
    shown = {edit.side: edit.text for edit in verdict.edits if edit.side != "same"}
    assert shown.get("published", "") == LAST_WORDS[published, quoted]
    assert shown["quoted"] == quoted


@pytest.mark.parametrize(("mark", "published"), [("”", []), ("", ["bravo"])])
def test_around_a_phrase_between_marks(mark: str, published: list[str]) -> None:
    """What stood around a phrase that was published between marks is not what it replaces."""
    verdict = judge("xxxxx golf hotel india", f"alpha bravo “golf hotel india{mark} juliet")
    assert verdict.kind == "altered"
    assert [edit.text for edit in verdict.edits if edit.side == "published"] == published


@pytest.mark.parametrize(("gap", "kind"), [(120, "elided"), (121, "stitched")])
def test_most_left_out(gap: int, kind: str) -> None:
    """At dots, up to 120 words may be left out."""
    body = [*WORDS[:4], "with", *["word"] * (gap - 1), *WORDS[4:8]]
    quotation = f"{' '.join(WORDS[:4])} … {' '.join(WORDS[4:8])}"
    assert judge(quotation, body).kind == kind


@pytest.mark.parametrize(("gap", "kind"), [(12, "edited"), (13, "stitched")])
def test_most_replaced(gap: int, kind: str) -> None:
    """At brackets, up to twelve words may be replaced."""
    body = [*WORDS[:4], *["word"] * gap, *WORDS[4:8]]
    quotation = f"{' '.join(WORDS[:4])} [children] {' '.join(WORDS[4:8])}"
    assert judge(quotation, body).kind == kind


@pytest.mark.parametrize(("count", "kind"), [(2, "elided"), (1, "stitched")])
def test_words_a_piece(count: int, kind: str) -> None:
    """Pieces between dots have two words on the average."""
    pieces = [WORDS[:2], WORDS[5:7], WORDS[15 : 15 + count]]
    body = [*WORDS[:2], "with", *WORDS[2:7], "with", *WORDS[7:]]
    assert judge(" … ".join(map(" ".join, pieces)), body).kind == kind


@pytest.mark.parametrize(
    ("left_out", "kind"),
    [("by 50 people", "altered"), ("by 50 young people", "elided")],
)
def test_few(left_out: str, kind: str) -> None:
    """A number that is left out with two other words or fewer is left out alone."""
    body = f"Children were seen {left_out} in Poole"
    assert judge("Children were seen … in Poole", body).kind == kind


@pytest.mark.parametrize(("noise", "kind"), [(8, "elided"), (9, "stitched")])
def test_most_apart(noise: int, kind: str) -> None:
    """Two words stand together in a sentence if no more than twelve words lead from one to the
    other.
    """
    body = f"{WORDS[0]} with {' '.join(['word'] * (noise - 1))} {WORDS[1]} on it {WORDS[2]}"
    assert judge(f"{WORDS[0]} … {WORDS[1]} … {WORDS[2]}", body).kind == kind


@pytest.mark.parametrize(("distance", "note"), [(7, "not"), (8, "")])
def test_reach(distance: int, note: str) -> None:
    """A negation is told of if it is one of the eight words before the quotation."""
    body = f"They were not {' '.join(['word'] * distance)} {' '.join(WORDS[:5])}."
    assert judge(WORDS[:5], body).cut_after == note


@pytest.mark.parametrize(("words", "kind"), [(22, "elided"), (23, "altered")])
def test_longest_attribution(words: int, kind: str) -> None:
    """An attribution between two pieces of speech has 25 words at most."""
    body = f"“We mend it,” the {' '.join(['head'] * words)} here said. “We do it well.”"
    assert judge("We mend it … We do it well", body).kind == kind


@pytest.mark.parametrize(("words", "kind"), [(4, "altered"), (5, "elided")])
def test_shortest_clause(words: int, kind: str) -> None:
    """A clause that only commas divide from the others has five words at least."""
    clause = " ".join(["there was", *["tea"] * (words - 3), "sometimes"])
    body = f"The homes were warm, {clause}, and the rooms were clean."
    assert judge("The homes were warm … and the rooms were clean", body).kind == kind


@pytest.mark.parametrize(
    ("count", "left_out", "whole"),
    [(8, 3, True), (8, 4, False), (11, 4, False), (12, 4, True)],
)
def test_margin(count: int, left_out: int, whole: bool) -> None:
    """Words that were left out push the end of what comes closest by three words at most, and by
    one more for each four words of the quotation. Of these, two have to be the quotation's own.
    """
    start, end = WORDS[: count - 2], ["them", "zulu"]
    verdict = judge([*start, *end], [*start, *"and of to in".split()[:left_out], *end])
    assert verdict.kind == "altered"
    assert verdict.text.endswith("them zulu") == whole


def test_marks_around_words() -> None:
    """Marks that were published around the words of a quotation leave room for what follows."""
    assert judge("alpha bravo charlie!", "alpha bravo charlie” ”! delta").kind == "typographic"
    assert judge("(alpha bravo charlie", "delta (“ “alpha bravo charlie").kind == "typographic"


def test_the_rest_of_a_word_is_shown() -> None:
    """What is written onto the last word of a quotation is shown with it."""
    verdict = judge("alpha bravo charlie £20", "alpha bravo charlie £20million delta")
    assert [edit.text for edit in verdict.edits if edit.side == "published"] == ["£20million"]
