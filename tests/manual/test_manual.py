"""The README and the manual show what the program prints, and name all that there is."""

import doctest
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import bcpq as package
from bcpq.cli.help import TOPICS
from bcpq.cli.options import COMMANDS
from tests.conftest import Bcpq
from tests.manual import make

README = make.README.read_text(encoding="utf-8")
#: The lines of the README that one still reads to the end.
LONGEST = 220
#: What only a maker of the program understands, or an English editor would not print.
BANNED = (
    "told of", "is told", "are told", "undated ones", "given to", "so given", "what is not of it",
    "honest none", "lets through", "let through", "whoever asks",
)  # fmt: skip


def prose(text: str) -> str:
    """Leave out of a page the blocks of code and the comments."""
    without_code = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"<!--.*?-->", "", without_code, flags=re.DOTALL)


def links() -> Iterator[tuple[Path, str]]:
    """Find every link of a page to something within the project."""
    for page in make.PAGES:
        text = prose(page.read_text(encoding="utf-8"))
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            yield page, link


@pytest.mark.parametrize("page", make.PAGES, ids=lambda page: page.stem)
def test_what_is_shown_is_what_the_program_prints(page: Path) -> None:
    """Making a page anew changes nothing: examples, tables and lists are the program's."""
    text = page.read_text(encoding="utf-8")
    if "| jq " in text and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert make.generate(page) == text


def test_the_picture_shows_what_is_seen() -> None:
    """The picture holds the words that a terminal shows now."""
    texts = re.compile(r"<text[^>]*>([^<]*)</text>")
    drawn = make.PICTURE.read_text(encoding="utf-8")
    assert texts.findall(drawn) == texts.findall(make.draw_picture())
    assert str(make.PICTURE.relative_to(make.ROOT)) in README


def test_the_readme_is_short() -> None:
    """The README is one that is read to its end."""
    assert len(README.splitlines()) <= LONGEST


def test_the_readme_names_every_command(bcpq: Bcpq) -> None:
    """Every command that `bcpq --help` lists has a row in the README's table."""
    commands = re.findall(r"^  (\w+) {2,}\S", bcpq("--help").out, re.MULTILINE)
    assert commands == list(COMMANDS)
    for command in commands:
        assert re.search(rf"^\| `bcpq {command}\b.*` \| ", README, re.MULTILINE), command


def test_the_manual_names_every_option(bcpq: Bcpq) -> None:
    """Every option that a command's help lists stands in the manual, for that command."""
    text = (make.MANUAL / "options.md").read_text(encoding="utf-8")
    shared, *sections = re.split(r"^## ", text.partition("[[[end]]]")[0], flags=re.MULTILINE)[1:]
    own = {section.partition("\n")[0]: section for section in sections}
    for command in COMMANDS:
        of_many = [
            item for item in shared.split("\n- ") if re.search(rf"\([^)]*\b{command}\b", item)
        ]
        named = re.findall(r"--[a-z-]+", "\n".join([*of_many, own.get(command, "")]))
        listed = re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", bcpq(command, "--help").out, re.MULTILINE)
        assert set(listed) - {"--help"} <= set(named), command


def test_the_manual_names_the_options_of_the_program_itself(bcpq: Bcpq) -> None:
    """The options that stand before a command are named where installing is explained."""
    text = (make.MANUAL / "install.md").read_text(encoding="utf-8")
    for option in re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", bcpq("--help").out, re.MULTILINE):
        assert option == "--help" or f"bcpq {option}" in text


def test_the_manual_names_every_exit_status() -> None:
    """Every exit status has a row."""
    text = (make.MANUAL / "pipes.md").read_text(encoding="utf-8")
    for status in (0, 1, 2, 130):
        assert re.search(rf"^\| {status} \| ", text, re.MULTILINE)


def test_every_topic_is_listed() -> None:
    """The folder of the manual holds the pages of the list, and the README links to each."""
    assert {path.stem for path in make.MANUAL.glob("*.md")} == set(TOPICS)
    for topic in TOPICS:
        assert f"](bcpq/manual/{topic}.md)" in README


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_begins_with_what_it_is_for(topic: str) -> None:
    """A page begins with its title and one sentence, which `bcpq help` lists."""
    text = (make.MANUAL / f"{topic}.md").read_text(encoding="utf-8")
    assert re.match(r"# [A-Z][^\n]*\n\n[A-Z][^.\n]+\.\n\n", text)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_fits_a_terminal(topic: str) -> None:
    """Outside of examples and addresses, no line is wider than a terminal."""
    text = (make.MANUAL / f"{topic}.md").read_text(encoding="utf-8")
    wide = [line for line in prose(text).splitlines() if len(line) > 80 and "](" not in line]
    assert wide == []


@pytest.mark.parametrize("page", make.PAGES, ids=lambda page: page.stem)
def test_a_page_holds_no_tags(page: Path) -> None:
    """There is no HTML, which a terminal does not show; comments stand on lines of their own."""
    text = page.read_text(encoding="utf-8")
    words = re.sub(r"`[^`]*`", "", prose(text))
    assert re.findall(r"</?[a-z][^>]*>", words) == []
    assert all(re.fullmatch(r"<!--.*-->", line) for line in text.splitlines() if "<!--" in line)


@pytest.mark.parametrize("page", make.PAGES, ids=lambda page: page.stem)
def test_a_page_is_in_plain_words(page: Path) -> None:
    """A page uses no word that only a maker understands, and explains "page furniture" before."""
    text = prose(page.read_text(encoding="utf-8"))
    words = " ".join(text.split()).lower()
    assert [phrase for phrase in BANNED if phrase in words] == []
    if "furniture" in words:
        assert re.search(r"belongs to the web page", words), "page furniture is not explained"


def test_links_lead_somewhere() -> None:
    """Every link within the project leads to a file that is there."""
    found = list(links())
    assert len(found) > len(TOPICS)
    for page, link in found:
        assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_files_that_are_named_exist() -> None:
    """Every Python file and every table of cases that a page names is there."""
    for page in make.PAGES:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"`((?:\w+/)+\w+\.(?:py|txt|toml|json))`", text):
            places = [make.ROOT / name, make.ROOT / "bcpq" / name]
            assert any(place.exists() for place in places), f"{page.name}: {name}"


def test_help_that_is_named_exists() -> None:
    """What `bcpq help` is said to show is a topic or a command."""
    for page in make.PAGES:
        for name in re.findall(r"`bcpq help ([a-z][\w-]*)`", page.read_text(encoding="utf-8")):
            assert name in TOPICS or name in COMMANDS, f"{page.name}: {name}"


@pytest.mark.parametrize(
    "page", [make.README, make.MANUAL / "python.md"], ids=lambda page: page.stem
)
def test_the_examples_in_python_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every example in Python gives what is shown, one after the other."""
    monkeypatch.chdir(tmp_path)
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    with package.open() as corpus:
        names: dict[str, object] = {"bcpq": package, "corpus": corpus}
        for number, block in enumerate(make.python_examples(page)):
            example = parser.get_doctest(block, names, f"{page.name}[{number}]", str(page), 0)
            runner.run(example, clear_globs=False)
            names = example.globs
    results = runner.summarize(verbose=False)
    assert results.attempted > 0
    assert results.failed == 0


def test_what_ci_runs() -> None:
    """CI runs the README's block that installs and searches, and its block that runs the tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    installing = [block for block in blocks if "venv" in block]
    assert len(installing) == 2
    assert len(installing[0].splitlines()) == 2
    assert "bcpq search agency staff" in installing[0]
    assert "pytest" in installing[1]
    assert "README.md" in (make.ROOT / ".ci" / "run").read_text()
