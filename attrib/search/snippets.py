"""A quote shortened to what was looked for, the hits marked; and its sentences in the article."""

import re
from collections.abc import Callable
from sqlite3 import Connection

import msgspec

from attrib.identity.wordlists import word_list
from attrib.index.articles import article_of
from attrib.index.folding import stem, words
from attrib.model import Quote

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ][^\W_]+)*")
_STOP = re.compile(r"[.!?…]+[\"”’»')]*\s+(?=[\"“‘«'(]?[A-Z0-9])|\n+")
_LAST_WORD = re.compile(r"([\w.]+)\W*$")
#: Sentences shown on either side of a quote.
_AROUND = 2

Mark = Callable[[str], str]


def marked(text: str, stems: frozenset[str], mark: Mark, width: int = 0) -> str:
    """The text with every hit through ``mark``; cut around the first one to ``width`` code points
    (0: whole), ``…`` where something is left out."""
    hits = [m.span() for m in _WORD.finditer(text) if any(stem(w) in stems for w in words(m[0]))]
    start, end = 0, len(text)
    if width and len(text) > width:
        first = hits[0][0] if hits else 0
        start = max(0, min(first - width // 4, len(text) - width))
        start = text.rfind(" ", 0, start) + 1 if start else 0
        end = min(len(text), start + width)
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + 1)
    parts = ["…" if start else ""]
    at = start
    for a, b in hits:
        if a >= at and b <= end:
            parts += [text[at:a], mark(text[a:b])]
            at = b
    parts += [text[at:end], "…" if end < len(text) else ""]
    return "".join(parts)


class Context(msgspec.Struct, frozen=True):
    """The article around a quote: before, from the quote's first to its last code point, after."""

    before: str
    quote: str
    after: str


def context_of(connection: Connection, document: int, quote: Quote) -> Context | None:
    """The sentences around a quote; ``None`` if the article is not in the index, or is another."""
    stored = article_of(connection, document)
    if stored is None:
        return None
    text = stored[0] if quote.field == "text" else stored[1] or ""
    spans = quote.content.spans
    if not spans or " … ".join(text[a:b] for a, b in spans) != quote.content.text:
        return None
    start, end = spans[0][0], spans[-1][1]
    before, after = _sentence_starts(text, start), _sentence_ends(text, end)
    return Context(text[before:start], text[start:end], text[end:after])


def _sentence_starts(text: str, at: int) -> int:
    window = max(0, at - 2000)
    breaks = [m.end() for m in _breaks(text[window:at])]
    # The quote's own sentence may begin before it; the sentences before that are the context.
    return window + breaks[-_AROUND - 1] if len(breaks) > _AROUND else window


def _sentence_ends(text: str, at: int) -> int:
    tail = text[at : at + 2000]
    breaks = [m.start() + len(m[0].rstrip()) for m in _breaks(tail)]
    return at + breaks[_AROUND] if len(breaks) > _AROUND else at + len(tail)


def _breaks(text: str) -> list[re.Match[str]]:
    short = word_list("lexicons/abbreviation")
    found = []
    for m in _STOP.finditer(text):
        if "\n" not in m[0]:
            last = _LAST_WORD.search(text, max(0, m.start() - 20), m.start())
            if last is not None and (last[1].lower() in short or len(last[1]) == 1):
                continue
        found.append(m)
    return found
