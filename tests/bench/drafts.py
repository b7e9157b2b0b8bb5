"""Measure whether checking a draft takes time that grows with its length, whatever it holds.

    python tests/bench/drafts.py [KILOBYTES]

For each content: the time for a draft of 125 kB, of twice and of four times as much, and of the
size asked for (1,000 kB), all in one paragraph or block; the worst ratio of a doubling (at most 2.5
is wanted) and the time of the last (at most 10 s). What fails is marked, and the status is 1.
"""

import random
import sys
import time
from itertools import pairwise

import bcpq

#: Repeated until the draft is as long as it should be.
UNITS = {
    "apostrophes": "it's the children's 'not fit for purpose' ",
    "sentences": "It's the children's “not fit for purpose”. ",
    "attributed": "“not fit for purpose,” the BBC reported in 2021. ",
    "unknown outlet": "“not fit for purpose,” the Guardian reported in 2021; ",
    "plurals": "'workers' pay' and the councils' ",
    "interrupted in a year": "in 2021 as ever, ‘it was said’, ",
    "interrupted": "“not fit,” she said, “for purpose,” ",
    "paragraphs": "He said “not fit for purpose” of it.\n\n",
    "backticks": "`",
    "backticks and a letter": "`a",
    "growing backticks": "",
    "asterisks": "*",
    "underscores": "_",
    "underscores in words": "a_",
    "brackets": "[",
    "closing brackets": "]",
    "images": "![",
    "links": "[a](",
    "link ends": "](",
    "labels": "[a][",
    "parentheses": "(",
    "quoted parentheses": "(\"a ('b ",
    "angles": "<",
    "tags": "<a",
    "comments": "<!--",
    "comments and dashes": "<!-- --",
    "entities": "&a",
    "block quotes": "> ",
    "quoted lines": "> a\n",
    "blank quoted lines": ">\n",
    "bylines": "> a. — b\n",
    "bylines in a line": "a. — b ",
    "double marks": '"',
    "double marks and a letter": '"a ',
    "single marks": "'",
    "single marks and a letter": "'a ",
    "closing single marks": "a' ",
    "opening marks": "“",
    "opening marks and a letter": "“a ",
    "guillemets": "«a ",
    "closed after nothing": "a” ",
    "full stops": ".",
    "full stops and spaces": ". ",
    "full stops and marks": '." ',
    "questions": "?!",
    "newlines": "\n",
    "spaces": " ",
    "tabs": "\t",
    "lines": "a\n",
    "lists": "- a\n",
    "list in list": "- ",
    "nested lists": "* a\n  * b\n    * c\n",
    "headings": "# a\n",
    "rules": "---\n",
    "references": "[a]: b\n",
    "footnotes": "[^1]: a\n",
    "footnote marks": "a[^1] ",
    "footnote openings": "[^",
    "superscripts": "“not fit for purpose”¹ ",
    "dots": "… ",
    "dashes": "— ",
    "hyphens": "-",
    "backslashes": "\\",
    "dates": "in 2021 the BBC ",
    "months": "3 March 2021, ",
    "pages": "p. 2 ",
    "addresses": "http://a ",
    "locators": "[bbc-2022:15] ",
    "locators in a row": "bbc-2022:15;",
    "keys": "[@bbc-2022; ",
    "capitals": "The Guardian Times ",
    "names": "A ",
    "sources": "BBC News ",
    "words": "the council said ",
    "digits": "2021",
    "table": "|a|b|\n",
    "wordless": "“—” ",
    "fences": "```\n",
    "html": "<div>\n",
    "accents": "é",
    "soft hyphens": "\u00ad",
    "zeros": "\x00",
}
WHOLE = 1_000
SIZES = (125, 250, 500)
MOST, SECONDS = 2.5, 10.0
#: What takes less is not told from noise.
LEAST = 0.2


def make(name: str, size: int) -> str:
    """Make a draft of so many characters."""
    if name == "growing backticks":
        text: list[str] = []
        run = 1
        while run * run // 2 < size:
            text.append("`" * run + " a ")
            run += 1
        return "".join(text)
    if name == "random":
        chosen = random.Random(size)
        signs = "`*_[]()<>&\"'“”‘’«».,;:!?-—…/\\@^#|~ \n" + "aeinost" * 4
        return "".join(chosen.choices(signs, k=size))
    unit = UNITS[name]
    return unit * (size // len(unit))


def measure(corpus: "bcpq.Corpus", name: str, size: int) -> float:
    """Time the check of a draft, in seconds."""
    draft = make(name, size * 1_000) + "\n\nEnd.\n\n[^1]: BBC News, 2022\n\n[1] BBC News\n"
    start = time.perf_counter()
    try:
        corpus.check(draft)
    except bcpq.QueryError as error:
        if error.code != "quotation-too-long":
            raise
    return time.perf_counter() - start


def main() -> int:
    """Measure, and print a table."""
    whole = int(sys.argv[1]) if sys.argv[1:] else WHOLE
    chosen = sys.argv[2:] or [*UNITS, "random"]
    failed = 0
    with bcpq.open() as corpus:
        corpus.check("“not fit for purpose”")
        for name in chosen:
            times = [measure(corpus, name, size) for size in SIZES]
            total = measure(corpus, name, whole)
            ratios = [after / before for before, after in pairwise(times) if after > LEAST]
            worst = max(ratios, default=0.0)
            fails = worst > MOST or total > SECONDS
            failed += fails
            shown = " ".join(f"{seconds:7.3f}" for seconds in [*times, total])
            print(f"{name:28}{shown}  x{worst:4.2f}{'  <--' if fails else ''}", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
