"""The real command: streams, exit statuses, formats, colour, and what is said when something is
wrong.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bcpq.cli.options import COMMANDS
from tests import samples
from tests.conftest import Bcpq, environment, on_a_terminal


def test_search_in_a_pipe(bcpq: Bcpq) -> None:
    """In a pipe a hit is a line of four columns, with nothing cut, nothing coloured and nothing
    else said.
    """
    found = bcpq("search", "agency", "staff")
    assert (found.status, found.err) == (0, "")
    lines = [line.split("\t") for line in found.out.splitlines()]
    assert len(lines) == 10
    assert lines[0][:3] == ["echo-2020:21", "[2020-11-27..2020-12-01]", "Bournemouth Echo"]
    assert lines[0][3].startswith("More than 50 agency staff used by BCP")
    assert all(len(line) == 4 for line in lines)
    assert "\x1b" not in found.out


def test_nothing_found(bcpq: Bcpq) -> None:
    """Nothing found is exit 1, nothing on stdout, and a sentence on stderr that says what was
    searched.
    """
    found = bcpq("search", "zebra")
    assert (found.status, found.out) == (1, "")
    assert found.err == 'bcpq: No passage of 5 articles (Nov 2020 – Mar 2024) contains "zebra".\n'


@pytest.mark.parametrize("query", ["neglect", "zebra"])
def test_every_format_is_valid(bcpq: Bcpq, query: str) -> None:
    """Each machine format is valid with hits and with none, and says its schema."""
    some = query != "zebra"
    document = json.loads(bcpq("search", query, "--format", "json").out)
    assert document["schema"] == "bcpq.hit/1"
    assert bool(document["hits"]) is some
    assert document["searched"]["articles"] == 5
    records = [
        json.loads(line) for line in bcpq("search", query, "--format", "jsonl").out.splitlines()
    ]
    assert records == document["hits"]
    assert {record["schema"] for record in records} <= {"bcpq.hit/1"}
    rows = list(csv.reader(io.StringIO(bcpq("search", query, "--format", "csv").out, newline="")))
    assert rows[0] == ["locator", "date", "source", "text"]
    assert [row[0] for row in rows[1:]] == [record["locator"] for record in records]
    assert bool(bcpq("search", query, "--format", "text").out) is some


def test_fields_of_a_hit(bcpq: Bcpq) -> None:
    """A record tells all that a label tells, and where the matches are."""
    (hit,) = json.loads(bcpq("search", "perfunctory", "--format", "json").out)["hits"]
    start, end = hit["matches"][0]
    assert hit["text"][start:end] == "perfunctory"
    assert hit["section"] == "6) Over-reliance on short-term workers and managers at all levels"
    assert hit["published"] == {
        "edtf": "[2020-11-27..2020-12-01]",
        "first": "2020-11-27",
        "last": "2020-12-01",
        "inferred": True,
        "basis": "inferred: the text cites a letter of Friday 27 November 2020; "
        "the article's number falls before one of 1 December 2020",
    }
    assert (hit["title"], hit["role"], hit["possible"], hit["rank"]) == (None, "text", False, 1)


#: Options of search: locators, or whatever stands in the first column.
OPTIONS: dict[str, list[str]] = {
    "-n 2 agency staff": ["echo-2020:21", "echo-2024:5"],
    "-c neglect": ["4"],
    "-c neglect -n 1": ["4"],
    "-l HMO permanence": ["echo-2020", "community-care-2022", "echo-2024"],
    "-l -n 1 HMO permanence": ["echo-2020"],
    "perfunctory -C 1": ["echo-2020-20", "echo-2020:21", "echo-2020-22"],
    "neglect --source bbc": ["bbc-2022:5", "bbc-2022:8", "bbc-2022:16"],
    "neglect --in echo-2024": ["echo-2024:13"],
    "neglect --since 2024": ["echo-2024:13"],
    "neglect --until 2022 --since 2022": ["bbc-2022:5", "bbc-2022:8", "bbc-2022:16"],
    "neglect --sort date": ["bbc-2022:5", "bbc-2022:8", "bbc-2022:16", "echo-2024:13"],
    "+permanence -- -focused": ["community-care-2022:25", "echo-2024:16", "echo-2024:22"],
}


@pytest.mark.parametrize("line", OPTIONS)
def test_options(bcpq: Bcpq, line: str) -> None:
    """Options of search do what the table says."""
    found = bcpq("search", *line.split())
    assert found.locators == OPTIONS[line]


def test_exclusion_in_quotes(bcpq: Bcpq) -> None:
    """A query in quotes may begin with a word to leave out."""
    assert (
        bcpq("search", "-focused permanence").locators
        == bcpq("search", "--", "permanence", "-focused").locators
    )
    assert (
        bcpq("search", "-in:bbc-2022 staff").locators
        == bcpq("search", "--", "staff", "-in:bbc-2022").locators
    )
    assert (
        bcpq("search", "staff", "--source=BBC News").locators
        == bcpq("search", "staff", "--source", "bbc").locators
    )
    assert bcpq("verify", "-5% of staff").status == 1


def test_names_that_begin_with_a_sign(
    bcpq: Bcpq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's name or a title that begins with a sign and holds a space is taken as it is."""
    monkeypatch.chdir(tmp_path)
    Path("- draft.md").write_text("It was “not fit for purpose”.")
    assert bcpq("check", "--", "- draft.md").out.startswith("- draft.md:1:9: exact")
    samples.write(Path("- my c"), "one", "A zebra.\n")
    said = ("--source", "- S", "--title", "- a b", "--date", "2024")
    assert bcpq("add", "--corpus", "- my c", *said, "--", "- draft.md").status == 0
    assert bcpq("list", "--corpus", "- my c").out.splitlines()[1] == "draft\t- S\t2024\t1\t- a b"


def test_counts_and_articles_in_json(bcpq: Bcpq) -> None:
    """-c and -l have a machine form, too."""
    counted = json.loads(bcpq("search", "-c", "zebra", "--format", "json").out)
    assert (counted["schema"], counted["count"]) == ("bcpq.count/1", 0)
    document = json.loads(bcpq("search", "-l", "HMO", "--format", "json").out)
    assert [article["id"] for article in document["articles"]] == ["community-care-2022"]


def test_possible_dates_are_marked(bcpq: Bcpq) -> None:
    """A hit whose date only overlaps the dates asked for says so: in json, on stderr of a pipe,
    in a label.
    """
    arguments = ("search", "perfunctory", "--since", "2020-12")
    assert "1 passage only possibly of the dates asked for" in bcpq(*arguments).err
    assert json.loads(bcpq(*arguments, "--format", "jsonl").out)["possible"] is True
    assert (
        "(possibly outside the dates asked for)"
        in bcpq(*arguments, "--format", "text", env={"COLUMNS": "200"}).out
    )


def test_undated_articles_are_counted(bcpq: Bcpq, tmp_path: Path) -> None:
    """With a date asked for, undated articles are counted on stderr; without, they are found,
    their date empty.
    """
    samples.write(tmp_path, "x", "A zebra.\n", published="")
    found = bcpq("search", "zebra", "--since", "2020", "--corpus", tmp_path)
    assert found.status == 1
    assert "1 undated article left out" in found.err
    assert bcpq("search", "zebra", "--corpus", tmp_path).out == "x:1\t\tPaper\tA zebra.\n"


def test_a_date_inside_brackets(bcpq: Bcpq, tmp_path: Path) -> None:
    """A date within a larger query marks what is only possible, and counts the undated, as one
    at its top does.
    """
    for name, published in (("a", ""), ("b", "2022"), ("c", "2022/2024")):
        samples.write(tmp_path, name, "Agency staff.\n", published=published)
    found = bcpq("search", "(agency date:2022)", "--format", "jsonl", "--corpus", tmp_path)
    assert [json.loads(line)["possible"] for line in found.out.splitlines()] == [False, True]
    assert "1 undated article left out" in found.err


def test_counts_say_what_is_only_possible(bcpq: Bcpq) -> None:
    """A count, or a list of articles, says how many passages are only possibly of the dates
    asked for.
    """
    for option in ("-c", "-l"):
        assert (
            "passages only possibly"
            in bcpq("search", "children", option, "--since", "2020-11-28").err
        )
    assert bcpq("search", "children", "-c").err == ""


def test_articles_are_all_listed(bcpq: Bcpq, tmp_path: Path) -> None:
    """-l lists every article that matches, unless -n says otherwise."""
    for i in range(12):
        samples.write(tmp_path, f"a{i:02}", "Agency staff.\n")
    assert len(bcpq("search", "-l", "agency", "--corpus", tmp_path).locators) == 12
    assert len(bcpq("search", "-l", "agency", "-n", "3", "--corpus", tmp_path).locators) == 3


def test_context_lines_can_be_shown(bcpq: Bcpq) -> None:
    """show accepts the locator of a context line, and search prints each neighbour once."""
    assert bcpq("show", "echo-2020-20").locators == ["echo-2020:20"]
    lines = bcpq("search", "children", "-C", "2", "-n", "0").locators
    assert len(lines) == len({*lines})


def test_misspelt_word(bcpq: Bcpq) -> None:
    """A word that occurs nowhere gets the nearest ones that do: offered, never searched for."""
    found = bcpq("search", "coughlin")
    assert (found.status, found.out) == (1, "")
    assert '"coughlin" occurs nowhere; did you mean coughlan?' in found.err
    assert "did you mean" not in bcpq("search", "zzzzqqqq").err
    assert (
        '"offsted" occurs nowhere; did you mean ofsted' in bcpq("ask", "what did offsted say").err
    )


def test_explain_in_a_pipe(bcpq: Bcpq) -> None:
    """In a pipe the explanation goes to stderr, so that the columns stay."""
    found = bcpq("search", "agency", "staff", "-n1", "--explain")
    assert found.locators == ["echo-2020:21"]
    assert found.err.startswith(
        "bcpq: understood as: (agency staff)\nbcpq: echo-2020:21\n"
        "  agency: 1 here, in 5 passages, idf 2.8385"
    )


def test_show(bcpq: Bcpq) -> None:
    """show prints an article's paragraphs with their numbers, without furniture unless --all."""
    whole = bcpq("show", "echo-2020")
    assert whole.locators == [f"echo-2020:{n}" for n in range(1, 24) if n not in (5, 16)]
    assert bcpq("show", "echo-2020", "--all").locators == [f"echo-2020:{n}" for n in range(1, 29)]
    assert bcpq("show", "comm:5-7").locators == [f"community-care-2022:{n}" for n in (5, 6, 7)]
    assert bcpq("show", "bbc-2022:15", "f:3").locators == ["bbc-2022:15", "farleys-2022:3"]
    text = bcpq("show", "bbc-2022:15", "--format", "text").out
    assert "BBC News · Nov 2022 (inferred)" in text
    assert " 15  It found the turnover of staff" in text
    marked = bcpq(
        "show", "bbc-2022:15", "--match", "turnover", "--format", "text", "--color", "always"
    ).out
    assert "\x1b[1;31mturnover\x1b[0m" in marked
    shown = bcpq("show", "bbc:11-12", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["role"] for line in shown] == [
        "heading", "text",
    ]  # fmt: skip


def test_show_of_furniture(bcpq: Bcpq) -> None:
    """Page furniture is shown under --all only, and that is said."""
    found = bcpq("show", "echo-2020:25")
    assert (found.status, found.out) == (1, "")
    assert found.err == "bcpq: 1 paragraph of echo-2020:25 left out: page furniture (--all)\n"
    some = bcpq("show", "echo-2020:4-6")
    assert (some.locators, some.err.count("1 paragraph of echo-2020:4-6 left out")) == (
        ["echo-2020:4", "echo-2020:6"],
        1,
    )
    assert bcpq("show", "echo-2020").err == ""
    assert bcpq("show", "echo-2020:25", "--all").status == 0


def test_list(bcpq: Bcpq) -> None:
    """list gives id, source, date, paragraphs and title, earliest first."""
    rows = [line.split("\t") for line in bcpq("list").out.splitlines()]
    assert rows[3] == [
        "bbc-2022", "BBC News", "2022-11?", "22",
        "BCP Council's children's services improving, watchdog finds",
    ]  # fmt: skip
    assert [row[0] for row in rows] == [
        "echo-2020",
        "community-care-2022",
        "farleys-2022",
        "bbc-2022",
        "echo-2024",
    ]
    assert "(title not known)" in bcpq("list", "--format", "text").out
    assert json.loads(bcpq("list", "--format", "json").out)["articles"][0]["title"] is None


def test_status(bcpq: Bcpq, cache: Path) -> None:
    """status names corpus, index file, counts, dates and versions."""
    record = json.loads(bcpq("status", "--format", "json").out)
    assert (record["articles"], record["passages"], record["paragraphs"]) == (5, 93, 127)
    assert (record["first"], record["last"]) == ("2020-11-27", "2024-03-28")
    assert Path(record["place"]).parent == cache / "bcpq"
    assert record["versions"]["rank-bm25"] == "0.2.2"
    assert (
        dict(line.split("\t") for line in bcpq("status").out.splitlines())["passages"]
        == "93 of 127 paragraphs"
    )


def test_a_corpus_of_a_long_name(bcpq: Bcpq) -> None:
    """A name that no file can have is an error in one line."""
    found = bcpq("search", "staff", "--corpus", "a" * 300)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert "cannot read the corpus" in found.err


@pytest.mark.parametrize("target", ["2>/dev/full", "2>&-"])
def test_error_that_cannot_be_told(cache: Path, target: str) -> None:
    """An error is exit 2 with nothing on stdout, even where stderr is gone."""
    line = f"{sys.executable} -m bcpq search '\"agency' {target}"
    done = subprocess.run(
        ["bash", "-c", line], env=environment(cache), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")


def test_malformed_query_is_pointed_at(bcpq: Bcpq) -> None:
    """A malformed query gets a line with the reason and a query that runs, then a caret under
    the fault.
    """
    assert bcpq("search", 'agency "staff').err == (
        'bcpq: this quotation mark is never closed; try: agency "staff"\n'
        '  agency "staff\n'
        "         ^\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", ["neglect -source:zebra abuse", "neglect OR source:zebra abuse", "abuse NOT in:echo"]
)
def test_no_query_is_offered_that_says_something_else(bcpq: Bcpq, query: str) -> None:
    """Where a field belongs to a sign or to OR, the query without it would not be what was
    meant: none is offered.
    """
    assert "; try:" not in bcpq("search", "--", query).err


@pytest.mark.parametrize("query", ["agency in:nosuch", "agency in:echo", "(agency source:zebra)"])
def test_field_that_names_nothing_is_pointed_at(bcpq: Bcpq, query: str) -> None:
    """A field that names what is not there gets a line with a query that runs, and a caret under
    the field.
    """
    message, text, caret = bcpq("search", query).err.splitlines()
    place = min(i for i in (query.find("in:"), query.find("source:")) if i >= 0)
    assert (text, caret) == (f"  {query}", f"  {' ' * place}^")
    assert "; try: agency" in message or query.startswith("(")


def test_broken_article_is_named_at_every_search(bcpq: Bcpq, tmp_path: Path) -> None:
    """A broken article is named with file and line at every search, the others found; --strict
    makes it an error.
    """
    samples.write(tmp_path, "good", "A zebra.\n")
    samples.write(tmp_path, "bad", "A zebra.\n", published="2022-02-30")
    for _ in range(2):
        found = bcpq("search", "zebra", "--corpus", tmp_path)
        assert (found.status, found.locators) == (0, ["good:1"])
        assert found.err == (
            "bcpq: bad.md:3: published: 2022-02-30 is not in the calendar "
            "(this article is left out)\n"
        )  # fmt: skip
    strict = bcpq("search", "zebra", "--corpus", tmp_path, "--strict")
    assert (strict.status, strict.out) == (2, "")
    (tmp_path / "good.md").unlink()
    alone = bcpq("search", "zebra", "--corpus", tmp_path)
    assert (alone.status, alone.err.count("\n")) == (2, 1)


def test_unreadable_corpus(bcpq: Bcpq, tmp_path: Path) -> None:
    """An article that cannot be read is named, with the reason."""
    samples.write(tmp_path, "good", "A zebra.\n")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    found = bcpq("search", "zebra", "--corpus", tmp_path)
    assert found.locators == ["good:1"]
    assert "gone.md:1: cannot be read: No such file or directory" in found.err


def test_odd_file_names(bcpq: Bcpq, tmp_path: Path) -> None:
    """A file whose name is no text, or holds a line end, is named on one line, and the others
    are found.
    """
    samples.write(tmp_path, "good", "A zebra.\n")
    for name in (b"caf\xe9.md", b"x\n\ny.md", b"x\ny.md"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(
            "---\nsource: P\n---\nA zebra.\n"
        )
    for _ in range(2):
        found = bcpq("search", "zebra", "--corpus", tmp_path)
        assert (found.status, found.locators, found.err.count("\n")) == (0, ["good:1"], 3)
        assert found.err.count("rename the file") == 3


def test_article_made_readable_again(bcpq: Bcpq, tmp_path: Path) -> None:
    """An article that could not be read is found as soon as it can be."""
    samples.write(tmp_path, "good", "A zebra.\n")
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere")
    assert "link.md:1: cannot be read" in bcpq("search", "zebra", "--corpus", tmp_path).err
    samples.write(tmp_path, "other", "A zebra.\n").rename(tmp_path / "elsewhere")
    assert sorted(bcpq("search", "zebra", "--corpus", tmp_path).locators) == ["good:1", "link:1"]
    (tmp_path / "elsewhere").unlink()
    assert bcpq("search", "zebra", "--corpus", tmp_path).locators == ["good:1"]


def test_corpus_from_the_environment(bcpq: Bcpq, tmp_path: Path) -> None:
    """BCPQ_CORPUS chooses the corpus, --corpus beats it, and an empty value is none."""
    samples.write(tmp_path / "own", "x", "A zebra.\n")
    env = {"BCPQ_CORPUS": str(tmp_path / "own")}
    assert bcpq("search", "zebra", env=env).locators == ["x:1"]
    assert bcpq("search", "-c", "neglect", "--corpus", samples.CORPUS, env=env).status == 0
    assert bcpq("search", "-c", "neglect", env={"BCPQ_CORPUS": ""}).status == 0


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_GB.ISO-8859-1", "C.UTF-8"])
def test_machine_formats_are_utf_8_in_every_locale(bcpq: Bcpq, locale: str) -> None:
    """The bytes of a machine format do not depend on the locale."""
    env = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for shape in ("tsv", "json"):
        assert (
            bcpq("search", "perfunctory", "--format", shape, env=env).out
            == bcpq("search", "perfunctory", "--format", shape).out
        )
    assert bcpq("search", "perfunctory", "--format", "text", env=env).status == 0
    assert bcpq("search", "zébra", env=env).status == 1


def test_bytes_that_are_no_text(cache: Path, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are searched for, or refused in a line; a file with such a name is
    checked.
    """

    def run(*arguments: bytes) -> tuple[int, bytes, bytes]:
        command = [sys.executable.encode(), b"-m", b"bcpq", *arguments]
        done = subprocess.run(
            command, env=environment(cache), cwd=tmp_path, capture_output=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    status, out, _ = run(b"search", b"st\xffaff", b"--format", b"json")
    assert (status, json.loads(out)["query"]) == (1, "st?aff")
    refusal = b"bcpq: what was typed holds bytes that are no text: write it in UTF-8\n"
    assert run(b"show", b"\xff") == run(b"search", b"staff", b"--in", b"\xff") == (2, b"", refusal)
    (tmp_path / os.fsdecode(b"\xff.md")).write_text("It was “not fit for purpose”.")
    assert run(b"check", b"\xff.md")[1].startswith(
        rb"\xff.md:1:9: exact: echo-2020:2".replace(rb"\xff", rb"\udcff")
    )


def test_a_locale_without_letters(bcpq: Bcpq) -> None:
    """Where the locale knows no letters but ASCII's, what is typed in UTF-8 is understood, and
    written so in a pipe.
    """
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert bcpq("verify", "“not fit for purpose”", env=env).out.startswith("exact\t")
    assert bcpq("cite", "comm:5", "--quote", env=env) == bcpq("cite", "comm:5", "--quote")


def test_reader_that_goes_away(cache: Path) -> None:
    """A reader that goes away, however soon, ends any command silently and well."""
    for arguments in (
        "search children -n 0 -C 9",
        "search children -n 1",
        "list",
        "--help",
        "--version",
    ):
        for reader in ("head -1", "true"):
            line = f"{sys.executable} -m bcpq {arguments} | {reader}; echo ${{PIPESTATUS[0]}}"
            run = subprocess.run(
                ["bash", "-c", line], env=environment(cache), capture_output=True, check=False
            )
            assert (run.stdout.splitlines()[-1], run.stderr) == (b"0", b"")


@pytest.mark.parametrize("target", ["> /dev/full", ">&-"])
def test_results_that_cannot_be_written(cache: Path, target: str) -> None:
    """A full disk, or a closed stdout, is an error in one line."""
    line = f"{sys.executable} -m bcpq search children {target}"
    done = subprocess.run(
        ["bash", "-c", line], env=environment(cache), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot write the results" in done.stderr


def test_unforeseen_fault(cache: Path) -> None:
    """A fault of our own does not look like "nothing found": exit 2, and a traceback when asked
    for.
    """
    code = (
        "import bcpq.query.parser; bcpq.query.parser.parse = lambda text: 1 / 0; "
        "import bcpq.cli; bcpq.cli.main()"
    )
    command = [sys.executable, "-c", code, "search", "staff"]
    done = subprocess.run(
        command, env=environment(cache), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "internal error, ZeroDivisionError" in done.stderr
    env = environment(cache, {"BCPQ_DEBUG": "1"})
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr


PLACES = [
    "bcpq.query.parser.tokenize",
    "bcpq.index.sqlite.weights.LuceneBM25",
    "bcpq.cli.output.emit",
    "typer.Typer",
]


@pytest.mark.parametrize("place", PLACES)
def test_interrupted(tmp_path: Path, place: str) -> None:
    """Ctrl-C, wherever it strikes, leaves with 130 and without a word."""
    module, name = place.rsplit(".", 1)
    code = (
        f"import os, signal, {module}; "
        f"{module}.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT); "
        "import bcpq.cli; bcpq.cli.main()"
    )
    command = [sys.executable, "-c", code, "search", "staff"]
    done = subprocess.run(
        command, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


#: Terminal or not, the environment, --color: is there colour?
COLOUR = [
    (True, {}, "auto", True),
    (True, {"NO_COLOR": "1"}, "auto", False),
    (True, {"NO_COLOR": ""}, "auto", True),
    (True, {"TERM": "dumb"}, "auto", False),
    (True, {"NO_COLOR": "1"}, "always", True),
    (True, {"FORCE_COLOR": "1"}, "never", False),
    (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
    (False, {}, "auto", False),
    (False, {"FORCE_COLOR": "1"}, "auto", True),
    (False, {}, "always", True),
    (False, {"TERM": "dumb"}, "always", True),
]


@pytest.mark.parametrize(("terminal", "extra", "choice", "coloured"), COLOUR)
def test_colour(
    bcpq: Bcpq, cache: Path, terminal: bool, extra: dict[str, str], choice: str, coloured: bool
) -> None:
    """Colour follows --color, then NO_COLOR, then FORCE_COLOR, then whether stdout is a terminal
    that knows colour.
    """
    arguments = ["search", "perfunctory", "--format", "text", "--color", choice]
    out = on_a_terminal(cache, arguments, extra) if terminal else bcpq(*arguments, env=extra).out
    assert ("\x1b[" in out) is coloured
    assert ("\x1b]8;;" in out) is coloured
    assert "perfunctory" in out


def test_on_a_terminal(cache: Path) -> None:
    """On a terminal a hit stands under its label, in columns that fit."""
    out = on_a_terminal(cache, ["search", "perfunctory"], {"NO_COLOR": "1"})
    assert out.startswith("1. Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred) · echo-2020:21")
    assert max(map(len, out.splitlines())) <= 80
    assert "\n10. " in on_a_terminal(cache, ["search", "agency", "staff"], {"NO_COLOR": "1"})


def test_machine_formats_stay_plain_with_colour(bcpq: Bcpq) -> None:
    """Colour never gets into a machine format."""
    assert "\x1b" not in bcpq("search", "staff", "--color", "always").out


def test_nothing_steers_the_terminal(cache: Path, tmp_path: Path) -> None:
    """No control character of a file, an id or a query reaches a terminal, in any format."""
    evil = "\x1b]0;title\x07\x1b[2J\x9b31m zebra\x00\x08\x7f"
    samples.write(tmp_path, "x", f"A {evil} one.\n")
    for shape in ("text", "tsv", "csv", "json", "jsonl"):
        arguments = ["search", "zebra", "--corpus", str(tmp_path), "--format", shape]
        out = on_a_terminal(cache, arguments, {"NO_COLOR": "1"})
        assert "zebra" in out
        ours = "\n\t" if shape == "tsv" else "\n"
        assert not [c for c in out if (ord(c) < 32 and c not in ours) or 127 <= ord(c) < 160]


def test_pager(cache: Path, tmp_path: Path) -> None:
    """A long article goes through the pager on a terminal, a short piece does not."""
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    extra = {"PAGER": str(pager), "NO_COLOR": "1", "LINES": "24"}
    assert on_a_terminal(cache, ["show", "echo-2020"], extra).startswith("PAGED\nBournemouth Echo")
    assert "PAGED" not in on_a_terminal(cache, ["show", "echo-2020:1"], extra)


def test_help(bcpq: Bcpq) -> None:
    """Help is grouped, leads with examples, fits 80 columns; bcpq alone is help, too."""
    text = bcpq("--help").out
    assert (
        text.index("bcpq search agency staff")
        < text.index("Find:")
        < text.index("Read:")
        < text.index("Corpus:")
    )
    assert bcpq().out == text
    for command in COMMANDS:
        text = bcpq(command, "-h").out
        assert re.match(
            rf"Usage: bcpq {command} .*\n\n(  .+\n)+\n(  .*\n)*  .*bcpq {command}", text
        )
        assert text.rindex(f"bcpq {command}") < text.index("Options:")
        assert max(map(len, text.splitlines())) <= 80
        assert not re.search(r"<(str|int|.*range)>|[<>]=|{", text)
    assert bcpq("--version").out.startswith("bcpq 0.")


def test_completion(bcpq: Bcpq, tmp_path: Path) -> None:
    """Commands, article ids and sources complete; --install-completion writes what a shell
    reads.
    """

    def completed(*typed: str) -> list[str]:
        env = {
            "_BCPQ_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(typed),
            "COMP_CWORD": str(len(typed) - 1),
        }
        return bcpq(env=env).out.split("\n")

    assert completed("bcpq", "se") == ["search", ""]
    assert completed("bcpq", "show", "echo") == ["echo-2020", "echo-2024", ""]
    assert completed("bcpq", "search", "x", "--in", "b") == ["bbc-2022", ""]
    assert completed("bcpq", "search", "x", "--source", "Bo") == ["Bournemouth\\ Echo", ""]
    env = {
        "_BCPQ_COMPLETE": "complete_bash",
        "COMP_WORDS": "bcpq show x",
        "COMP_CWORD": "2",
        "BCPQ_CORPUS": "/none",
    }
    assert bcpq(env=env).out.strip() == ""
    home = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert bcpq("--install-completion", "bash", env=home).status == 0
    assert "_BCPQ_COMPLETE" in (tmp_path / ".bash_completions" / "bcpq.sh").read_text()
