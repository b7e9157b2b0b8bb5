"""The JSON Schema files are made of the types, and tell right records from wrong ones."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from bcpq.render.json.__main__ import FILES, write_schemas
from tests import schemas
from tests.conftest import Bcpq


def test_files_are_made_of_the_types(tmp_path: Path) -> None:
    """The files in the package are what `python -m bcpq.render.json` writes, and are JSON
    Schema.
    """
    write_schemas(tmp_path)
    assert {path.stem for path in schemas.FOLDER.glob("*.json")} == {*FILES}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (schemas.FOLDER / path.name).read_bytes()
        Draft202012Validator.check_schema(json.loads(path.read_text()))


#: Each kind of output: a command that prints it, as one document and as lines.
COMMANDS = {
    "hit": "search neglect -C 1 --explain",
    "answer": "ask What was wrong with the audits?",
    "paragraph": "show bbc-2022:15",
    "article": "list",
    "timeline": "timeline neglect",
    "verdict": "verify not fit for purpose indeed",
    "check": "check tests/cases/drafts/feature.md",
    "status": "status",
    "count": "search -c neglect",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_print_their_schemas(bcpq: Bcpq, name: str) -> None:
    """Each command prints records of its schema, whole or a line each; a field too many or too
    few is told.
    """
    command = COMMANDS[name].split()
    document = json.loads(bcpq(*command, "--format", "json").out)
    lines = [json.loads(line) for line in bcpq(*command, "--format", "jsonl").out.splitlines()]
    for record in (document, *lines):
        assert schemas.kind(record) == name
        for wrong in (
            {**record, "unknown": 1},
            {key: value for key, value in record.items() if key != "schema"},
        ):
            with pytest.raises(ValidationError):
                schemas.validator(name).validate(wrong)
    assert lines
    assert document["stamp"]["schema"] == "bcpq.stamp/1"


def test_no_answer_has_the_schema_of_an_answer(bcpq: Bcpq) -> None:
    """That there is no hit, or no answer, is a document of the same schema."""
    assert json.loads(bcpq("search", "zebra", "--format", "json").out)["hits"] == []
    assert (
        json.loads(bcpq("ask", "Where do zebras live?", "--format", "json").out)["answered"]
        is False
    )
    assert bcpq("ask", "Where do zebras live?", "--format", "jsonl").out == ""


def test_citations_and_stamps_have_schemas(bcpq: Bcpq) -> None:
    """CSL-JSON, the stamp on stderr, and the comparison with one are held to their schemas."""
    (item,) = json.loads(bcpq("cite", "bbc-2022:15", "--style", "csl-json", "--quote").out)
    stamp = json.loads(bcpq("search", "neglect", "--stamp").err.removeprefix("bcpq: stamp: "))
    for record, name in (
        (stamp, "stamp"),
        (item["custom"]["stamp"], "stamp"),
        ([item], "citation"),
    ):
        schemas.validator(name).validate(record)
    same = json.loads(bcpq("status", "--stamp", json.dumps(stamp), "--format", "json").out)
    assert (schemas.kind(same), same["same"]) == ("same", True)


def test_an_error_has_a_schema(bcpq: Bcpq) -> None:
    """A bad line of many queries is a record of its own schema, among the hits of the others."""
    found = bcpq(
        "search", "--queries", "-", "--format", "jsonl", "-n", "1", stdin="a\tneglect\nnonsense\n"
    )
    assert [schemas.kind(json.loads(line)) for line in found.out.splitlines()] == ["hit", "error"]
