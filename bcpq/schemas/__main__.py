"""Write the JSON Schema files: `python -m bcpq.schemas`, into this folder or another.

pydantic, which the extras `dev` and `mcp` bring, makes them.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from bcpq.schemas import evidence, passages, state

#: A file for each kind of output: what a line of jsonl, or a document of json, may be.
FILES: dict[str, Any] = {
    "hit": passages.Hit | passages.SearchResult,
    "answer": passages.Answer | passages.Answers,
    "paragraph": passages.Paragraph | passages.Paragraphs,
    "article": passages.Article | passages.Articles,
    "timeline": passages.Moment | passages.Timeline,
    "verdict": evidence.Verdict | evidence.Verdicts,
    "check": evidence.Finding | evidence.Checks,
    "citation": list[evidence.Item] | evidence.Citations,
    "stamp": state.Stamp,
    "status": state.Status,
    "same": state.Same,
    "count": state.Count,
    "error": state.Error,
}


class _Closed(GenerateJsonSchema):
    """Schemas of records that hold what is said here and nothing else, without a title for each field."""

    def typed_dict_schema(self, schema: Any) -> dict[str, Any]:
        return {**super().typed_dict_schema(schema), "additionalProperties": False}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema(name: str) -> dict[str, Any]:
    """Describe a kind of output in JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12/schema)."""
    made = TypeAdapter(FILES[name]).json_schema(schema_generator=_Closed)
    return {"$schema": _Closed.schema_dialect, **made, "title": f"bcpq.{name}/1"}


def main(folder: Path) -> None:
    """Write a file for each kind of output."""
    for name in FILES:
        text = json.dumps(schema(name), indent=1, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
