"""The JSON Schema files, and whatever is printed held to them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bcpq.render import json as shapes
from bcpq.render.json.__main__ import VERSIONS

FOLDER = Path(shapes.__file__).parent


@cache
def validator(name: str) -> Draft202012Validator:
    """Give what holds records to a schema file."""
    return Draft202012Validator(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def hold(printed: str) -> None:
    """Hold JSON, of one document or a record a line, to the schema that it names."""
    try:
        records: list[Any] = [json.loads(printed)] if printed else []
    except json.JSONDecodeError:
        records = [json.loads(line) for line in printed.split("\n")[:-1]]
    for record in records:
        validator(kind(record)).validate(record)


def kind(record: Any) -> str:
    """Tell which file describes a record: the one it names; a list is CSL-JSON."""
    if isinstance(record, list):
        return "citation"
    schema = str(record["schema"])
    name, _, version = schema.removeprefix("bcpq.").partition("/")
    assert int(version) == VERSIONS.get(name, 1)
    return name
