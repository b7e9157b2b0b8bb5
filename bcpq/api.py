"""The tool as a Python object: open a corpus; search, ask, read, verify and cite in it.

Every command of the command line and every tool of an assistant calls what is here. A part of the
tool is loaded when it is first needed, so that a search stays fast.
"""

from _thread import get_ident  # threading would take a millisecond more
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, Protocol, Self, TypeVar

from bcpq import __version__
from bcpq.corpus import files
from bcpq.errors import BcpqError, CorpusError, QueryError, StoreError, UsageError
from bcpq.model import (
    Answers,
    Article,
    ArticleList,
    CheckResult,
    CorpusInfo,
    Excerpt,
    SearchResult,
    Stamp,
    Suggestion,
    Timeline,
    Verdict,
)
from bcpq.query.filters import DateLike, Filters

if TYPE_CHECKING:
    from types import TracebackType

    from bcpq.evidence.texts import ArticleTexts
    from bcpq.importing.add import Addition
    from bcpq.importing.submission import Submission
    from bcpq.index.opensearch.loader import LoadReport
    from bcpq.index.opensearch.store import OpenSearchStore
    from bcpq.index.store import Store
    from bcpq.render.citations import FormattedCitation

T = TypeVar("T")
P = ParamSpec("P")

#: Is told how many of how many articles are done.
Progress = Callable[[int, int], None]
#: Is told, in one line, what a reader should know beside a result.
Notify = Callable[[str], None]

#: Faults of a corpus's files that a reader is notified of; `info()` lists them all.
_FAULTS_NAMED = 5
#: The packages that decide results.
_PACKAGES = ("rank-bm25", "nltk", "PyStemmer", "typer", "rich")


class HasArticles(Protocol):
    """A result, which knows the articles in it."""

    @property
    def articles(self) -> Iterable[Article]:
        """Give the articles."""


def open(
    path: str | Path | None = None,
    *,
    ca_file: str | Path | None = None,
    strict: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
    notify: Notify | None = None,
) -> "Corpus":
    """Open a corpus; its index is made first where it is absent, damaged or out of date.

    Args:
        path: A folder of articles, a `.jsonl` file, or the address of a cluster's corpus,
            `opensearch://HOST:PORT/NAME`; None for the five articles that come with bcpq.
        ca_file: The certificates to trust, for a corpus at `opensearchs://`.
        strict: Refuse a corpus of which an article is faulty.
        rebuild: Make the index anew, though nothing has changed.
        progress: Is called with how many of how many articles are done while an index is made.
        notify: Is called with a line for the reader: a fault of a file, or that another process
            is making the index anew and this answers from the old one.

    Raises:
        CorpusError: There is no such corpus, none of its articles can be read, or one is faulty
            and `strict` was asked for.
        StoreError: A cluster does not answer in full.
    """
    corpus = Corpus(path, ca_file=ca_file, strict=strict, progress=progress, notify=notify)
    if rebuild:
        corpus.rebuild()
        return corpus
    try:
        corpus.refresh()
    except CorpusError as error:
        if error.code != "corpus-empty" or not path:
            raise
        # A new folder is empty; articles can be added, and only a search needs one to be there.
    return corpus


def create(folder: str | Path, *, examples: bool = False) -> None:
    """Make a folder for articles of one's own, which `open` then opens.

    Args:
        folder: The folder, which must be empty where it exists.
        examples: Put in the five articles that come with bcpq.

    Raises:
        CorpusError: The folder exists and is not empty, or cannot be made.
    """
    from bcpq.corpus.create import make_corpus

    make_corpus(str(folder), with_examples=examples)


def load(
    path: str | Path | None,
    address: str,
    *,
    shards: int = 1,
    replicas: int = 1,
    ca_file: str | Path | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> "LoadReport":
    """Load a corpus of files into a cluster, where readers then find it at an address.

    Until all of it is there, readers of the address have the old corpus whole. An interrupted load
    goes on where it stopped when it is called again with the same files.

    Args:
        path: A folder of articles or a `.jsonl` file; None for the five articles.
        address: `opensearch://HOST:PORT/NAME`, or `opensearchs://` for TLS.
        shards: Into how many parts the index is split.
        replicas: How many further copies are kept.
        ca_file: The certificates to trust, at `opensearchs://`.
        strict: Refuse a corpus of which an article is faulty.
        progress: Is called with how many of how many articles are stored.

    Raises:
        CorpusError: The corpus cannot be read, or the address is malformed.
        StoreError: The cluster fails.
    """
    from bcpq.corpus import reader
    from bcpq.index.opensearch import client, loader

    if not files.is_in_cluster(address):
        raise CorpusError(
            "--to takes the address of a cluster: write opensearch://HOST:9200/NAME",
            code="cluster-address-invalid",
        )
    target = client.ClusterClient(client.parse_address(address), _text(ca_file))
    place = files.locate(_text(path))
    contents = reader.read(place, files.survey(place))
    if strict:
        _refuse_faults([str(fault) for fault in contents.faults])
    return loader.load(
        target, str(place), contents, shards=shards, replicas=replicas, progress=progress
    )


def _repair(method: Callable[Concatenate["Corpus", P], T]) -> Callable[Concatenate["Corpus", P], T]:
    """Call a method again, once, with a new index where the old one turns out to be damaged."""

    @wraps(method)
    def call(corpus: "Corpus", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(corpus, *args, **kwargs)
        except StoreError:
            if corpus.in_cluster:
                raise
            corpus.rebuild()
            return method(corpus, *args, **kwargs)

    return call


class Corpus:
    """An open corpus, as it was when it was opened or last refreshed.

    Use it in a `with` statement, or close it. It belongs to one thread: each thread opens its own.
    In every method `sources` are beginnings of source names and `articles` are ids or unique
    beginnings of ids, of each of which one has to fit; `since` and `until` take EDTF text or a
    `datetime.date` and expand outward, so that `since="2021"` begins on 1 January 2021 and
    `until="2021"` ends on 31 December. A filter that is wrong raises QueryError.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        ca_file: str | Path | None = None,
        strict: bool = False,
        progress: Progress | None = None,
        notify: Notify | None = None,
    ) -> None:
        """Know a corpus, which is opened when it is first used; takes what `open` does."""
        self._chosen = _text(path)
        self._ca_file = _text(ca_file)
        self._strict = strict
        self._progress = progress
        self._notify = notify or (lambda line: None)
        self._thread = get_ident()
        self._opened: Store | None = None
        self._kept_texts: ArticleTexts | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._opened is None:
            return f"<Corpus of {self._chosen or 'the five articles'!r}, not open>"
        known = self._opened.statistics
        return f"<Corpus: {known.scope.articles:,} articles, {known.corpus}>"

    def close(self) -> None:
        """Let go of the index; the next use opens it again."""
        self._opened = self._kept_texts = None

    @property
    def in_cluster(self) -> bool:
        """Tell whether a cluster keeps this corpus."""
        return files.is_in_cluster(self._chosen)

    @property
    def _store(self) -> "Store":
        if get_ident() != self._thread:
            raise UsageError("a Corpus belongs to the thread that made it: open another one here")
        if self._opened is None:
            self.refresh()
        assert self._opened is not None
        return self._opened

    @property
    def _texts(self) -> "ArticleTexts":
        """Give the texts that quotations are looked for in, read once for all of them."""
        from bcpq.evidence.texts import ArticleTexts

        if self._kept_texts is None:
            self._kept_texts = ArticleTexts(self._store)
        return self._kept_texts

    def _use(self, store: "Store") -> None:
        """Answer from an index from now on, once its faults are told."""
        faults = store.statistics.faults
        if self._strict:
            _refuse_faults([fault.line for fault in faults])
        for fault in faults[:_FAULTS_NAMED]:
            left_out = " (this article is left out)" if fault.left_out else ""
            self._notify(f"{fault.line}{left_out}")
        if more := len(faults[_FAULTS_NAMED:]):
            self._notify(f"and {more:,} more faults of the corpus; bcpq status lists them")
        self._opened, self._kept_texts = store, None

    @property
    def index_path(self) -> Path:
        """Name the file that the index of a corpus of files is kept in."""
        from bcpq.index.sqlite import cache

        return cache.index_path(files.locate(self._chosen))

    def refresh(self) -> None:
        """Bring the corpus up to date with its files.

        Where another process is making the index anew just now, the old index goes on answering.
        """
        if self.in_cluster:
            self._use(self._open_cluster())
            return
        from bcpq.index.sqlite import cache

        place = files.locate(self._chosen)
        entries = files.survey(place)
        try:
            store: Store = cache.open_current(place, entries)
        except StoreError:
            if not cache.is_being_built(place):
                self.rebuild()
                return
            try:
                store = cache.open_outdated(place)
            except StoreError:
                self.rebuild()
                return
            self._notify(
                "the corpus has changed; another process is making the index anew, "
                "this answers from the old one"
            )
        self._use(store)

    def _open_cluster(self) -> "OpenSearchStore":
        from bcpq.index.opensearch.client import ClusterClient, parse_address
        from bcpq.index.opensearch.store import OpenSearchStore

        return OpenSearchStore(ClusterClient(parse_address(str(self._chosen)), self._ca_file))

    def rebuild(self) -> None:
        """Make the index of a corpus of files anew."""
        from bcpq.index.sqlite.build import build_index

        place = files.locate(self._chosen)
        built = build_index(place, files.survey(place), self._progress)
        if self._progress:
            self._progress(1, 1)
        if built.write_error:
            self._notify(
                f"no index can be kept at {self.index_path} ({built.write_error}); "
                "this search made its own"
            )
        self._use(built.store)

    @_repair
    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        sort: Literal["rank", "date"] = "rank",
        context: int = 0,
        explain: bool = False,
        literal: bool = False,
        count: bool = True,
        sources: Iterable[str] = (),
        articles: Iterable[str] = (),
        since: DateLike | None = None,
        until: DateLike | None = None,
    ) -> SearchResult:
        """Find the passages that match a query.

        Args:
            query: Words, "phrases", +needed, -unwanted, a OR b, beginn*, "a b"~5.
            limit: How many at most; 0 for all.
            sort: Best first, or earliest article first, undated ones last.
            context: How many neighbouring paragraphs to give on either side.
            explain: Give each hit an explanation of its score.
            literal: Do not look for the other form of an acronym.
            count: Count all passages that match, even where that takes long.
            sources: Only sources that begin with one of these.
            articles: Only these articles.
            since: Not published before this.
            until: Not published after this.

        Raises:
            QueryError: The query is malformed, or a filter names nothing.
        """
        from bcpq.query.parser import parse
        from bcpq.search import passages

        _require("limit", limit >= 0, "0 or more")
        _require("context", context >= 0, "0 or more")
        _require("sort", sort in ("rank", "date"), "'rank' or 'date'")
        filters = _filters(sources, articles, since, until)
        result = passages.search(
            self._store,
            parse(query),
            filters,
            limit=limit,
            by_date=sort == "date",
            context=context,
            explain=explain,
            literal=literal,
            count=count,
        )
        return result.replace(suggestions=self._suggest(result.unknown))

    @_repair
    def ask(
        self,
        question: str,
        *,
        limit: int = 3,
        sources: Iterable[str] = (),
        articles: Iterable[str] = (),
        since: DateLike | None = None,
        until: DateLike | None = None,
    ) -> Answers:
        """Find the sentences that answer a question; none, where none does.

        Args:
            question: A question in plain words.
            limit: How many sentences at most.
            sources: Only sources that begin with one of these.
            articles: Only these articles.
            since: Not published before this.
            until: Not published after this.

        Raises:
            QueryError: The question holds no word, or a filter names nothing.
        """
        from bcpq.query.parser import parse
        from bcpq.search import answers

        _require("limit", limit >= 1, "1 or more")
        filters = _filters(sources, articles, since, until)
        found = answers.ask(self._store, parse(question), filters, limit=limit)
        # Most questions hold a word that no article does: only an unanswered one is worth the look.
        unknown = () if found else found.unknown
        return found.replace(suggestions=self._suggest(unknown))

    def _suggest(self, unknown: Sequence[str]) -> tuple[Suggestion, ...]:
        if not unknown:
            return ()
        from bcpq.search.spelling import suggest_words

        return suggest_words(self._store, unknown)

    def timeline(
        self,
        query: str,
        *,
        by: Literal["year", "quarter", "month"] = "year",
        limit: int = 0,
        sources: Iterable[str] = (),
        articles: Iterable[str] = (),
        since: DateLike | None = None,
        until: DateLike | None = None,
    ) -> Timeline:
        """Find the passages that match a query, period by period.

        Args:
            query: As for `search`.
            by: How long a period is.
            limit: How many passages at most, the best; 0 for all.
            sources: Only sources that begin with one of these.
            articles: Only these articles.
            since: Not published before this.
            until: Not published after this.

        Raises:
            QueryError: The query is malformed, or a filter names nothing.
        """
        from bcpq.search.timeline import build_timeline

        _require("by", by in ("year", "quarter", "month"), "'year', 'quarter' or 'month'")
        result = self.search(
            query, limit=limit, sources=sources, articles=articles, since=since, until=until
        )
        return build_timeline(result, by)

    @_repair
    def read(self, locator: str) -> Excerpt:
        """Read an article, or a part of it, word for word, page furniture included.

        Args:
            locator: An article's id, `bbc-2022:15` or `bbc-2022:15-17`.

        Raises:
            QueryError: It names no article, or no paragraph of one.
        """
        from bcpq.search.locators import read_excerpt

        return read_excerpt(self._store, locator)

    @_repair
    def articles(self) -> ArticleList:
        """List the articles, earliest first, undated ones last."""
        return ArticleList(articles=tuple(self._store.articles().values()))

    @_repair
    def ids(self, prefix: str = "") -> Sequence[str]:
        """List the ids of articles that begin with a prefix, earliest article first."""
        return self._store.ids_with_prefix(prefix)

    @property
    def sources(self) -> tuple[str, ...]:
        """List the sources of the articles."""
        return self._store.statistics.scope.sources

    @property
    def faults(self) -> tuple[str, ...]:
        """List what is wrong with the corpus's files, a line each."""
        return tuple(fault.line for fault in self._store.statistics.faults)

    @_repair
    def verify(
        self,
        quotation: str,
        *,
        sources: Iterable[str] = (),
        articles: Iterable[str] = (),
        since: DateLike | None = None,
        until: DateLike | None = None,
    ) -> Verdict:
        """Tell whether a quotation was published so, where, and what differs.

        Args:
            quotation: The words that are said to be quoted; marks around the whole do not count.
            sources: It is said to be from a source that begins with one of these.
            articles: It is said to be from one of these articles.
            since: It is said to have been published no earlier.
            until: It is said to have been published no later.

        Raises:
            QueryError: The quotation holds no word or is very long, or a filter names nothing.
        """
        from bcpq.evidence.verify import attribute, verify

        filters = _filters(sources, articles, since, until)
        return verify(self._texts, quotation, attribute(self._store, filters))

    @_repair
    def check(
        self,
        draft: str | Path,
        *,
        name: str | None = None,
        markdown: bool | None = None,
        short: bool = False,
    ) -> CheckResult:
        """Verify every quotation of a draft.

        Where the draft says where a quotation is from, it is held to that. Quotations under four
        words are verified where they hold a number, a negation or a name, or are said to be
        someone's; the result counts the others.

        Args:
            draft: The text of the draft, or the path of its file.
            name: What to call the draft in the findings; its path where it has one.
            markdown: Read it as Markdown; False as plain text. A file `.txt` is plain text unless
                this says otherwise, and anything else is Markdown.
            short: Verify all quotations under four words.

        Raises:
            BcpqError: The file cannot be read, or is not UTF-8.
            UsageError: A text is given that is the name of a file.
        """
        from bcpq.evidence.check import check_draft

        if isinstance(draft, str):
            _refuse_file_name(draft)
        text = draft if isinstance(draft, str) else read_draft(draft)
        named = name if name is not None else "" if isinstance(draft, str) else str(draft)
        if markdown is None:
            markdown = not named.lower().endswith(".txt")
        return check_draft(self._texts, files.make_printable(named), text, markdown, short=short)

    @_repair
    def cite(
        self, locator: str, *, quoted: bool = False, linked: bool = False
    ) -> "FormattedCitation":
        """Cite a passage, several, or an article.

        Args:
            locator: `bbc-2022:15`, `bbc-2022:15-17` or an article's id.
            quoted: Give the passage, too.
            linked: Let the address lead a browser to the passage.

        Raises:
            QueryError: The locator names nothing that can be cited, or no address is known.
        """
        from bcpq.evidence.cite import cite
        from bcpq.render.citations import FormattedCitation

        return FormattedCitation(citation=cite(self._store, locator, quoted=quoted, linked=linked))

    def add(
        self,
        origin: "str | Path | Submission",
        *,
        source: str | None = None,
        title: str | None = None,
        date: DateLike | None = None,
        url: str | None = None,
        id: str | None = None,
        replace: bool = False,
    ) -> "Addition":
        """Put an article into the corpus; the next search finds it.

        A text that is there already changes nothing.

        Args:
            origin: A file, an http or https address, or what was read of one.
            source: Who published it, over what it says itself.
            title: Its title, over what it says itself.
            date: When it was published: EDTF text, a `datetime.date`, or "unknown".
            url: Where it was published.
            id: What locators call it.
            replace: Put it in the place of one that is there with another text, which is kept.

        Raises:
            TextConflict: It is there with another text, and `replace` is not asked for.
            AddError: It cannot be read, something about it has to be said, or it cannot be kept.
        """
        from bcpq.importing.add import add_article, locate_folder
        from bcpq.importing.submission import (
            Overrides,
            Submission,
            read_source,
            require_complete,
        )

        if date is not None and not isinstance(date, str):
            date = date.isoformat()[:10]
        overrides = Overrides(source=source, title=title, date=date, url=url, id=id)
        if isinstance(origin, Submission):
            submission = origin._replace(id=id or origin.id)
        else:
            submission = read_source(str(origin), overrides)
        require_complete(submission, overrides)
        self.close()  # what was opened is out of date then
        if not self.in_cluster:
            folder = locate_folder(self._chosen)
            return add_article(folder, submission, overrides, replace=replace)
        from bcpq.index.opensearch import loader

        return loader.add(self._open_cluster(), submission, overrides, replace=replace)

    def require_addable(self) -> None:
        """Raise CorpusError or StoreError where no article can be added to this corpus."""
        from bcpq.importing.add import locate_folder

        if self.in_cluster:
            self._open_cluster()
        else:
            locate_folder(self._chosen)

    @_repair
    def info(self) -> CorpusInfo:
        """Say which corpus and index are in use, and what is in them."""
        import sys
        from importlib.metadata import version

        known = self._store.statistics
        undated = self._store.scope(Filters(since="0001-01-01")).undated
        return CorpusInfo(
            corpus=known.corpus,
            place=known.place,
            articles=known.scope.articles,
            passages=known.passages,
            paragraphs=known.paragraphs,
            terms=known.terms,
            first=known.scope.first,
            last=known.scope.last,
            undated=undated,
            faults=self.faults,
            versions={
                "bcpq": __version__,
                "python": sys.version.split()[0],
                **{name: version(name) for name in _PACKAGES},
            },
        )

    def stamp(self, *results: "HasArticles") -> Stamp:
        """Stamp results: say what they were made from, so that they can be had again."""
        from bcpq.search.stamp import make_stamp

        articles = [article for result in results for article in result.articles]
        return make_stamp(self._store.statistics.digest, articles)

    @_repair
    def differences(self, stamp: Stamp) -> list[str]:
        """Say what is not as it was when a result was stamped, a line each; nothing if all is."""
        from bcpq.search.stamp import list_differences

        return list_differences(stamp, self._store)


def _require(name: str, holds: bool, what: str) -> None:
    if not holds:
        raise UsageError(f"{name} must be {what}")


def _filters(
    sources: Iterable[str],
    articles: Iterable[str],
    since: DateLike | None,
    until: DateLike | None,
) -> Filters:
    if since == "" or until == "":
        raise QueryError("a date is empty: leave it out, or give one", code="filter-invalid")
    return Filters(sources=sources, articles=articles, since=since, until=until)


def _text(path: str | Path | None) -> str | None:
    return None if path is None else str(path)


def _refuse_faults(faults: Sequence[str]) -> None:
    if faults:
        more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
        raise CorpusError(
            f"{faults[0]}{more}; --strict says to stop: mend the file first", code="corpus-faulty"
        )


def _refuse_file_name(text: str) -> None:
    """Raise UsageError for a draft that is only the name of one: it would pass unread."""
    named = text.strip().lower().endswith((".md", ".txt", ".markdown"))
    if "\n" not in text and named and " " not in text.strip():
        raise UsageError(
            f"{text!r} is a file's name: to check the file, give pathlib.Path({text!r})"
        )


def read_draft(path: Path) -> str:
    """Read the file of a draft.

    Raises:
        BcpqError: It cannot be read, or is not UTF-8.
    """
    from bcpq.errors import ArticleError
    from bcpq.formats.charset import decode_utf8

    name = files.make_printable(str(path))
    try:
        return decode_utf8(path.read_bytes())
    except OSError as error:
        message = f"cannot read {name}: {error.strerror}"
        raise BcpqError(message, code="input-unreadable") from None
    except ArticleError as error:
        message = f"{name}:{error.line}: {error.reason}"
        raise BcpqError(message, code="input-unreadable") from None
