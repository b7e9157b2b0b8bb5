"""What the commands that find passages say on stderr."""

from collections.abc import Iterator

from bcpq.model import SearchResult
from bcpq.render import messages


def list_notes(result: SearchResult, layout: str, *, listed: bool = True) -> Iterator[str]:
    """Say what the results themselves do not.

    Args:
        result: What was found.
        layout: How it is shown.
        listed: Whether passages are shown, and not only counted or named by their articles.
    """
    if not result:
        yield messages.describe_no_passage(result)
    yield from map(messages.describe_suggestion, result.suggestions)
    if result.scope.undated:
        yield messages.describe_undated(result.scope.undated)
    marked_each = listed and layout in ("text", "json", "jsonl")
    if result.possible and not marked_each:
        yield messages.describe_possible(result.possible, "passage")
    if listed and layout in ("tsv", "csv"):
        for hit in result:
            if hit.explanation:
                parts = [f"  {line}" for line in messages.explain_score(hit)]
                yield "\n".join([hit.locator, *parts])
