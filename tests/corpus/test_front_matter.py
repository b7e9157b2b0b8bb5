"""Front matter: what is accepted, how a fault is named, and how deep it may go."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.corpus.front_matter import Fields, MissingSource, ParsedFields, parse_yaml
from bcpq.errors import ArticleError

TOO_DEEP = "the front matter is nested too deeply"

#: A way to nest, and the number of levels that the lines around it take up.
NESTINGS = {
    "sequences": ("foo: ", "[", "]", 1),
    "mappings": ("foo: ", "{a: ", "}", 1),
    "sequences over lines": ("foo: ", "[\n ", "]", 1),
    "sequences and mappings": ("foo: ", "[{a: ", "}]", 1),
    "sequences of items": ("foo:\n  ", "- ", "", 1),
    "keys that are mappings": ("", "? ", "", 0),
    "sequences at the top": ("", "[", "]", 0),
    "sequences in a sequence with text": ("foo: ", "[a, 'b]', \"c]\", ", "]", 1),
}


def nest(title: str, levels: int, *, closed: bool = True) -> str:
    """Write front matter of so many levels."""
    before, opening, closing, outer = NESTINGS[title]
    times = levels - outer
    if len(opening.strip().replace(" ", "")) > 1 and title == "sequences and mappings":
        times = (levels - outer) // 2
    return f"{before}{opening * times}x{closing * times if closed else ''}\n"


@pytest.mark.parametrize("title", NESTINGS)
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("levels", [13, 499, 999, 1_000, 1_001, 1_003, 5_001, 100_001])
def test_what_is_nested_too_deeply(title: str, levels: int, closed: bool) -> None:
    """Beyond ten levels the message is ours, whatever the parser's own bound is."""
    with pytest.raises(ArticleError) as raised:
        parse_yaml(nest(title, levels, closed=closed))
    assert raised.value.reason == TOO_DEEP


@pytest.mark.parametrize("title", ["sequences", "mappings", "sequences over lines"])
def test_the_bound_of_depth(title: str) -> None:
    """Ten levels are read, eleven are not."""
    assert "foo" in parse_yaml(nest(title, 10)).values
    with pytest.raises(ArticleError, match=TOO_DEEP):
        parse_yaml(nest(title, 11))


#: What holds many brackets, none of which opens a level; some of it is no YAML.
FLAT = {
    "in a plain text": "title: see " + "[" * 2_000,
    "in quotation marks": f'title: "{"[" * 2_000}"',
    "in single ones": f"title: '{'{' * 2_000}'",
    "in a comment": "title: x # " + "[" * 2_000,
    "closed again": "title: [" + "[], " * 2_000 + "]",
}
NO_YAML = {
    "a plain text with a colon": "title: see " + "[" * 2_000 + " b: c",
    "never closed quotation marks": 'title: "' + "[" * 2_000,
    "the same in a sequence": 'title: [a, "' + "[" * 2_000,
    "the same, single": "title: [a, '" + "[" * 2_000,
    "quotation marks in a sequence": 'title: [a, "' + "[" * 2_000 + '" , b: c: d, ]]',
    "a comment in a sequence": "title: [a, # " + "[" * 2_000,
    "closed once too often": "title: [" + "[], " * 2_000 + "]]",
}


@pytest.mark.parametrize("title", FLAT)
def test_brackets_that_open_nothing(title: str) -> None:
    """Brackets within a text, or closed again, are not counted."""
    assert "title" in parse_yaml(FLAT[title]).values


@pytest.mark.parametrize("title", NO_YAML)
def test_what_is_no_yaml(title: str) -> None:
    """What cannot be read is not said to be nested too deeply when it is not."""
    with pytest.raises(ArticleError) as raised:
        parse_yaml(NO_YAML[title])
    assert raised.value.reason.startswith("the front matter cannot be read: ")
    assert raised.value.reason != TOO_DEEP


#: What holds a colon that YAML takes for the end of a name, and its line in the file.
COLONS = {
    "title: Q: R": 2,
    "source: P\ntitle: The council: a report": 3,
    "source: Pé\n  title: Q: R": 3,
    "source: P\nnote: at 10:30 and: more": 3,
}


@pytest.mark.parametrize("text", COLONS)
def test_a_colon_in_a_value(text: str) -> None:
    """A value that holds a colon is what goes wrong most: the line says what to do."""
    with pytest.raises(ArticleError) as raised:
        parse_yaml(text)
    assert raised.value.line == COLONS[text]
    assert raised.value.reason == (
        "the front matter cannot be read: put a value that holds a colon in quotation marks"
    )


NODES: st.SearchStrategy[Any] = st.recursive(
    st.text("ab [{]},:#'\"é\n", max_size=6),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)


def write(node: Any) -> str:
    """Write a value as YAML in brackets, its texts in quotation marks."""
    if isinstance(node, str):
        text = node.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{text}"'
    if isinstance(node, list):
        return f"[{', '.join(map(write, node))}]"
    return f"{{{', '.join(f'{key}: {write(value)}' for key, value in node.items())}}}"


def depth(node: Any) -> int:
    """Count the levels of a value."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 0 if isinstance(node, str) else 1 + max(map(depth, inner), default=0)


@given(NODES, st.integers(0, 12))
def test_values_come_back(node: Any, levels: int) -> None:
    """What is written comes back as plain texts, lists and mappings, up to ten levels."""
    for _ in range(levels):
        node = [node]
    text = f"source: P\nfoo: {write(node)}\n"
    if 1 + depth(node) > 10:
        with pytest.raises(ArticleError, match=TOO_DEEP):
            parse_yaml(text)
    else:
        parsed = parse_yaml(text)
        assert parsed.values == {"source": "P", "foo": node}
        assert parsed.lines == {"source": 2, "foo": 3}


def fields(**values: Any) -> Fields:
    """Make fields."""
    return Fields(ParsedFields(values=values, lines=dict.fromkeys(values, 7)))


def test_a_missing_source() -> None:
    """That there is no source can be told from every other fault."""
    with pytest.raises(MissingSource):
        fields().source()
    with pytest.raises(ArticleError) as raised:
        fields(source=["a"]).source()
    assert not isinstance(raised.value, MissingSource)
    assert raised.value.line == 7


#: An unknown field, and what is taken for a slip of the pen.
SLIPS = {
    "publised": "published", "tilte": "title", "sorce": "source", "nota": None, "author": None,
    "role": "roles", "roles_": "roles", "lead-in": "lead_in", "sha265": "sha256", "link": None,
    "original_sha256": None, "fetched": None,
}  # fmt: skip


@pytest.mark.parametrize("key", SLIPS)
def test_slips_of_the_pen(key: str) -> None:
    """A name that is like that of a field is a fault; other names are let be."""
    near = SLIPS[key]
    if near is None:
        fields(**{key: "x"})
        return
    with pytest.raises(ArticleError) as raised:
        fields(**{key: "x"})
    assert raised.value.reason == f"unknown field {key!r}: did you mean {near}?"
    fields(**{key: "x", near: "y"})  # the field itself is there: the other is another program's


#: A field that names paragraphs of an article of nine, and what is read of it.
PARAGRAPHS: dict[str, tuple[dict[str, Any], dict[int, Any] | str]] = {
    "one": ({"heading": "3"}, {3: "heading"}),
    "several": ({"heading": ["3", "1"]}, {1: "heading", 3: "heading"}),
    "a range to the last": ({"item": ["7-9"]}, {7: "item", 8: "item", 9: "item"}),
    "a range of one": ({"item": ["2-2"]}, {2: "item"}),
    "the later one counts": ({"item": ["1-2"], "title": "1"}, {1: "title", 2: "item"}),
    "numbers of JSON": ({"item": [1, 2]}, {1: "item", 2: "item"}),
    "none": ({}, {}),
    "paragraph 0": ({"item": ["0"]}, "'0' is no paragraph of this article, which has 9"),
    "one too many": ({"item": ["10"]}, "'10' is no paragraph of this article, which has 9"),
    "a range beyond": ({"item": ["8-10"]}, "'8-10' is no paragraph"),
    "backwards": ({"item": ["3-2"]}, "'3-2' is no paragraph"),
    "a word": ({"item": ["x"]}, "'x' is no paragraph"),
    "ten digits": ({"item": ["1-9999999999"]}, "is no paragraph"),
    "unknown role": ({"footer": ["1"]}, "unknown role 'footer': the roles are title, "),
}


@pytest.mark.parametrize("title", PARAGRAPHS)
def test_paragraphs(title: str) -> None:
    """Paragraphs are named by numbers and ranges, from 1 to the last."""
    value, expected = PARAGRAPHS[title]
    if isinstance(expected, str):
        with pytest.raises(ArticleError) as raised:
            fields(roles=value).roles(9)
        assert expected in raised.value.reason
    else:
        assert fields(roles=value).roles(9) == expected


def test_lead_ins_and_pages() -> None:
    """Lead-ins go by list item, pages by paragraph."""
    assert fields(lead_in={"3": ["4-5", "7"]}).lead_ins(9) == {4: 3, 5: 3, 7: 3}
    assert fields(pages={"1": ["1-2"], "999999": "3"}).pages(9) == {1: 1, 2: 1, 3: 999_999}
    for page in ("0", "01", "x", "1000000", "1-2"):
        with pytest.raises(ArticleError, match=f"pages: {page!r} is no number of a page"):
            fields(pages={page: ["1"]}).pages(9)
    with pytest.raises(ArticleError, match="'10' is no paragraph"):
        fields(lead_in={"10": ["1"]}).lead_ins(9)
    with pytest.raises(ArticleError, match="'10' is no paragraph"):
        fields(lead_in={"1": ["10"]}).lead_ins(9)
