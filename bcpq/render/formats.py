"""What another program reads: each result as tsv, csv, json and jsonl."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bcpq.model import (
    Answers,
    Article,
    ArticleList,
    CheckResult,
    CorpusInfo,
    Excerpt,
    Paragraph,
    Record,
    SearchResult,
    Stamp,
    Timeline,
    Verdict,
)
from bcpq.render.messages import format_finding, list_info, mark_edits

JsonObject = Mapping[str, object]
Row = Sequence[object]

#: The columns of whatever is about paragraphs.
_PARAGRAPH = ("locator", "date", "source", "text")
_VERDICT = ("verdict", *_PARAGRAPH, "edits")


class Layouts(Record):
    """The same results in each layout; only the one that is asked for is made."""

    columns: Sequence[str]
    rows: Callable[[], Iterable[Row]]
    records: Callable[[], Iterable[JsonObject]]  # a line of jsonl each
    document: Callable[[], JsonObject]
    articles: Iterable[Article] = ()  # those in the results, for their stamp


def write_tsv(rows: Iterable[Row]) -> str:
    """Write a line a row; a tab, CR or LF inside a value becomes a space."""
    return "".join(
        "\t".join(re.sub(r"[\t\r\n]", " ", str(value)) for value in row) + "\n" for row in rows
    )


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Write a line of column names, then a line a row, quoted as RFC 4180 says, ended by LF."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def write_json(document: JsonObject | Sequence[JsonObject]) -> str:
    """Write one JSON document, or several as a list, on one line."""
    from json import dumps

    text = dumps(document, ensure_ascii=False, allow_nan=False)
    # JSON lets DEL and the C1 controls stand as they are; a terminal would obey them.
    return re.sub(r"[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def write_jsonl(records: Iterable[JsonObject]) -> str:
    """Write one JSON record a line."""
    return "".join(map(write_json, records))


def stamp_document(layouts: Layouts, stamp: Callable[[], JsonObject]) -> JsonObject:
    """Give results as one document that carries a stamp."""
    return {**layouts.document(), "stamp": stamp()}


def write(layouts: Layouts, layout: str, stamp: Callable[[], JsonObject]) -> str:
    """Write results as tsv, csv, json or jsonl; the JSON document carries a stamp."""
    match layout:
        case "json":
            return write_json(stamp_document(layouts, stamp))
        case "jsonl":
            return write_jsonl(layouts.records())
        case "csv":
            return write_csv(layouts.columns, layouts.rows())
    return write_tsv(layouts.rows())


def paragraph_row(article: Article, paragraph: Paragraph) -> tuple[str, ...]:
    """Give a paragraph's four columns; an undated article's date is empty."""
    return paragraph.locator, article.date or "", article.source, paragraph.text


def hit_rows(result: SearchResult) -> list[tuple[str, ...]]:
    """Give the columns of hits, and of the paragraphs around them, each once.

    A context line's locator has `-` for `:`, as grep marks its own.
    """
    printed = {hit.locator for hit in result}
    rows = []
    for hit in result:
        for paragraph in (*hit.before, hit.passage, *hit.after):
            row = paragraph_row(hit.article, paragraph)
            if paragraph is hit.passage:
                rows.append(row)
            elif paragraph.locator not in printed:
                printed.add(paragraph.locator)
                rows.append((f"{paragraph.article}-{paragraph.number}", *row[1:]))
    return rows


def lay_out_search(result: SearchResult) -> Layouts:
    """Lay out passages, and those around them."""

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.passages import describe_hit

        return map(describe_hit, result)

    def document() -> JsonObject:
        from bcpq.render.json.passages import describe_search

        return describe_search(result)

    return Layouts(
        columns=_PARAGRAPH,
        rows=lambda: hit_rows(result),
        records=records,
        document=document,
        articles=result.articles,
    )


def lay_out_count(result: SearchResult) -> Layouts:
    """Lay out how many passages match."""

    def document() -> JsonObject:
        from bcpq.render.json.state import describe_count

        return describe_count(result)

    return Layouts(
        columns=["count"],
        rows=lambda: [[result.total]],
        records=lambda: [document()],
        document=document,
    )


def lay_out_articles(articles: ArticleList, *, only_ids: bool = False) -> Layouts:
    """Lay out articles with their sources, dates, lengths and titles, or by their ids alone."""

    def row(article: Article) -> Row:
        if only_ids:
            return [article.id]
        title = article.title or ""
        return article.id, article.source, article.date or "", article.length, title

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.passages import describe_article

        return map(describe_article, articles)

    def document() -> JsonObject:
        from bcpq.render.json.passages import describe_articles

        return describe_articles(articles)

    columns = ["article"] if only_ids else ["id", "source", "date", "paragraphs", "title"]
    return Layouts(
        columns=columns,
        rows=lambda: map(row, articles),
        records=records,
        document=document,
        articles=articles,
    )


def lay_out_answers(answers: Answers) -> Layouts:
    """Lay out the sentences that answer a question."""

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.passages import describe_answer

        return map(describe_answer, answers)

    def document() -> JsonObject:
        from bcpq.render.json.passages import describe_answers

        return describe_answers(answers)

    def rows() -> Iterable[Row]:
        return [
            (answer.locator, answer.date or "", answer.source, answer.text) for answer in answers
        ]

    return Layouts(
        columns=_PARAGRAPH, rows=rows, records=records, document=document, articles=answers.articles
    )


def lay_out_excerpts(excerpts: list[Excerpt]) -> Layouts:
    """Lay out the paragraphs of articles."""

    def rows() -> Iterable[Row]:
        return [
            paragraph_row(excerpt.article, paragraph)
            for excerpt in excerpts
            for paragraph in excerpt
        ]

    def document() -> JsonObject:
        from bcpq.render.json.passages import describe_paragraphs

        return describe_paragraphs(excerpts)

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.passages import describe_paragraphs

        return describe_paragraphs(excerpts)["paragraphs"]

    articles = [excerpt.article for excerpt in excerpts if excerpt]
    return Layouts(
        columns=_PARAGRAPH, rows=rows, records=records, document=document, articles=articles
    )


def lay_out_timeline(timeline: Timeline) -> Layouts:
    """Lay out passages in the order of their dates."""

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.passages import describe_dated_hit

        return [describe_dated_hit(dated) for period in timeline.periods for dated in period.hits]

    def document() -> JsonObject:
        from bcpq.render.json.passages import describe_timeline

        return describe_timeline(timeline)

    shown = timeline.result.replace(hits=timeline.hits)
    return Layouts(
        columns=_PARAGRAPH,
        rows=lambda: hit_rows(shown),
        records=records,
        document=document,
        articles=timeline.articles,
    )


def verdict_row(verdict: Verdict) -> tuple[str, ...]:
    """Give a verdict's columns; those of the place are empty where nothing stands as quoted."""
    row = {**verdict.row(), "edits": mark_edits(verdict.edits, whole=True)}
    return tuple(str(row[name]) for name in _VERDICT)


def lay_out_verdicts(verdicts: Sequence[Verdict]) -> Layouts:
    """Lay out the verdicts on quotations."""

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.evidence import describe_verdict

        return map(describe_verdict, verdicts)

    def document() -> JsonObject:
        from bcpq.render.json.evidence import describe_verdicts

        return describe_verdicts(verdicts)

    articles = [article for verdict in verdicts for article in verdict.articles]
    return Layouts(
        columns=_VERDICT,
        rows=lambda: map(verdict_row, verdicts),
        records=records,
        document=document,
        articles=articles,
    )


def lay_out_check(result: CheckResult, *, as_lines: bool = False) -> Layouts:
    """Lay out the quotations of drafts: in columns, or as lines that editors read."""

    def rows() -> Iterable[Row]:
        if as_lines:
            return [[format_finding(finding)] for finding in result]
        return [
            (finding.file, finding.line, finding.column, *verdict_row(finding.verdict))
            for finding in result
        ]

    def records() -> Iterable[JsonObject]:
        from bcpq.render.json.evidence import describe_finding

        return map(describe_finding, result)

    def document() -> JsonObject:
        from bcpq.render.json.evidence import describe_check

        return describe_check(result)

    columns = ["line"] if as_lines else ["file", "line", "column", *_VERDICT]
    return Layouts(
        columns=columns, rows=rows, records=records, document=document, articles=result.articles
    )


def lay_out_info(info: CorpusInfo) -> Layouts:
    """Lay out the state of corpus and index."""

    def document() -> JsonObject:
        from bcpq.render.json.state import describe_info

        return describe_info(info)

    return Layouts(
        columns=["name", "value"],
        rows=lambda: list_info(info),
        records=lambda: [document()],
        document=document,
    )


def lay_out_differences(then: Stamp, differences: list[str]) -> Layouts:
    """Lay out what is not as it was when a result was stamped."""

    def document() -> JsonObject:
        from bcpq.render.json.state import describe_differences

        return describe_differences(then, differences)

    def rows() -> Iterable[Row]:
        return [[line] for line in differences or ["same"]]

    return Layouts(
        columns=["difference"], rows=rows, records=lambda: [document()], document=document
    )
