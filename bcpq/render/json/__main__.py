"""Make the JSON Schema files: `python -m bcpq.render.json`, into this folder or another.

pydantic, which the extras `dev` and `mcp` bring, makes them of the shapes.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from bcpq.render.json import evidence, passages, state

#: A file for each kind of output: what a line of jsonl, or a document of json, may be.
FILES: dict[str, Any] = {
    "hit": passages.HitJson | passages.SearchResultJson,
    "answer": passages.AnswerJson | passages.AnswersJson,
    "paragraph": passages.ParagraphJson | passages.ParagraphsJson,
    "article": passages.ArticleJson | passages.ArticlesJson,
    "timeline": passages.DatedHitJson | passages.TimelineJson,
    "verdict": evidence.VerdictJson | evidence.VerdictsJson,
    "check": evidence.FindingJson | evidence.CheckResultJson,
    "citation": list[evidence.ItemJson] | evidence.CitationsJson,
    "stamp": state.StampJson,
    "status": state.InfoJson,
    "same": state.SameJson,
    "count": state.CountJson,
    "error": state.ErrorJson,
}
#: The versions of the schemas that are no longer the first.
VERSIONS = {"check": 2, "error": 2, "verdict": 2}


class _ClosedSchema(GenerateJsonSchema):
    """Schemas of records that hold what is said here and nothing else; fields have no titles."""

    def typed_dict_schema(self, schema: Any) -> dict[str, Any]:
        return {**super().typed_dict_schema(schema), "additionalProperties": False}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def strip_suffixes(schema: Any) -> Any:
    """Name the shapes in a schema without the suffix that tells them from our records."""
    return json.loads(re.sub(r'_?(\w+)Json"', r'\1"', json.dumps(schema)))


def make_schema(name: str) -> dict[str, Any]:
    """Describe a kind of output in JSON Schema, draft 2020-12 (https://json-schema.org)."""
    made = TypeAdapter(FILES[name]).json_schema(schema_generator=_ClosedSchema)
    title = f"bcpq.{name}/{VERSIONS.get(name, 1)}"
    return {"$schema": _ClosedSchema.schema_dialect, **strip_suffixes(made), "title": title}


def write_schemas(folder: Path) -> None:
    """Write a file for each kind of output."""
    for name in FILES:
        text = json.dumps(make_schema(name), indent=1, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
