"""The words somebody types → an FTS5 expression over folded stems.

``harga beras`` (both), ``"harga beras"`` (side by side), ``panen*`` (words that begin so), ``AND``,
``OR``, ``NOT`` or a leading ``-``, parentheses.
"""

import re
from collections.abc import Callable, Iterator
from sqlite3 import Connection

import msgspec

from attrib.index.folding import stem, words

_TOKEN = re.compile(r'-?"[^"]*"|[()]|[^\s()"]+')
_QUOTED = re.compile(r'"([^"]*)"')
_PREFIXED = 200
_MISTYPED = 4


class QueryError(ValueError):
    """The words cannot be understood; the message says where and how to write it."""


class Query(msgspec.Struct, frozen=True):
    """``match`` for FTS5; its ``terms`` where all of several must occur and fewer may do, none
    where operators were used; the stems to mark; corrections made, ``typed → taken``."""

    match: str
    terms: tuple[str, ...]
    stems: frozenset[str]
    corrected: tuple[tuple[str, str], ...]


def parse_query(text: str, connection: Connection) -> Query:
    """Raises :class:`QueryError`. An unknown word is taken for the nearest that is known."""
    tokens = _TOKEN.findall(text)
    parser = _Parser(tokens, connection)
    match = parser.whole()
    plain = [t for t in tokens if t not in ("AND", "OR", "NOT", "(", ")") and t[0] != "-"]
    simple = len(plain) == len(tokens) and len(parser.terms) > 1
    terms = tuple(dict.fromkeys(parser.terms)) if simple else ()
    return Query(match, terms, frozenset(parser.stems), tuple(parser.corrected))


def relaxed(query: Query, connection: Connection) -> Iterator[str]:
    """What to match where too few quotes hold all the words: all but one of them in any way, then
    single ones, the rarest first. To rank the hits of all together would cost a multiple."""
    terms = query.terms
    if len(terms) > 2:
        yield " OR ".join(
            "(" + " AND ".join(t for t in terms if t is not absent) + ")" for absent in terms
        )
    yield from sorted(terms, key=lambda t: _frequency(t, connection))


def _frequency(term: str, connection: Connection) -> int:
    """In how many quotes, at most, the rarest word of a term occurs."""
    counts = [
        connection.execute(
            "SELECT ifnull(sum(quotes), 0) FROM words WHERE stem = ?", (root,)
        ).fetchone()[0]
        for phrase in _QUOTED.findall(term)
        for root in phrase.split()
    ]
    return int(sum(counts) if term.startswith("(") else min(counts, default=0))


class _Parser:
    def __init__(self, tokens: list[str], connection: Connection) -> None:
        self._tokens = tokens
        self._db = connection
        self._at = 0
        self.stems: set[str] = set()
        self.terms: list[str] = []
        self.corrected: list[tuple[str, str]] = []

    def whole(self) -> str:
        result = self._either()
        if self._at < len(self._tokens):
            raise QueryError("a ')' too many; remove it or put it in quotation marks")
        if not result:
            raise QueryError("no word to look for; give at least one word or a filter")
        return result

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self) -> str:
        sides = [self._both()]
        while self._peek() == "OR":
            self._at += 1
            sides.append(self._both())
            if not sides[-1] or not sides[0]:
                raise QueryError("OR needs a word on both sides")
        return sides[0] if len(sides) == 1 else "(" + " OR ".join(sides) + ")"

    def _both(self) -> str:
        left = ""
        unwanted: list[str] = []
        while (token := self._peek()) not in (None, ")", "OR"):
            assert token is not None
            negated = token == "NOT" or (token[0] == "-" and len(token) > 1)
            if token in ("AND", "NOT"):
                self._at += 1
                if self._peek() in (None, ")", "AND", "OR"):
                    raise QueryError(f"{token} needs a word after it")
            elif negated:
                self._tokens[self._at] = token[1:]
            kept = (set(self.stems), list(self.terms)) if negated else None
            term = self._unit()
            if kept is not None:
                self.stems, self.terms = kept
                unwanted += [term] if term else []
            elif term:
                left = f"{left} AND {term}" if left else term
        if unwanted and not left:
            raise QueryError("NOT alone finds everything else; give a word that must be there")
        for term in unwanted:
            left = f"({left}) NOT {term}"
        return f"({left})" if " AND " in left and not unwanted else left

    def _unit(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token == "(":
            inner = self._either()
            if self._peek() != ")":
                raise QueryError("a '(' that is never closed; add ')'")
            self._at += 1
            return inner
        term = self._term(token)
        if term:
            self.terms.append(term)
        return term

    def _term(self, token: str) -> str:
        phrase = token.startswith('"')
        found = words(token)
        if not found:
            return ""
        if token.endswith("*") and not phrase:
            return self._prefix(found)
        stems = [self._known(w, phrase=phrase) for w in found]
        self.stems.update(stems)
        return '"' + " ".join(stems) + '"'

    def _known(self, word: str, *, phrase: bool) -> str:
        row = self._db.execute("SELECT stem FROM words WHERE word = ?", (word,)).fetchone()
        if row is not None:
            return str(row[0])
        root = stem(word)
        if self._db.execute("SELECT 1 FROM words WHERE stem = ? LIMIT 1", (root,)).fetchone():
            return root
        if phrase or len(word) < _MISTYPED or not word.isalpha():
            return root
        near = nearest(word, lambda first: self._vocabulary(first))
        if near is None:
            return root
        self.corrected.append((word, near))
        return self._known(near, phrase=True)

    def _vocabulary(self, first: str) -> list[tuple[str, int]]:
        return self._db.execute(
            "SELECT word, quotes FROM words WHERE word >= ? AND word < ?",
            (first, chr(ord(first) + 1)),
        ).fetchall()

    def _prefix(self, found: list[str]) -> str:
        *before, last = found
        rows = self._db.execute(
            "SELECT stem, sum(quotes) AS n FROM words WHERE word >= ? AND word < ? "
            "GROUP BY stem ORDER BY n DESC LIMIT ?", (last, last + "\U0010ffff", _PREFIXED),
        ).fetchall()  # fmt: skip
        endings = sorted({s for s, _ in rows}) or [stem(last)]
        lead = [stem(w) for w in before]
        self.stems.update(endings, lead)
        return "(" + " OR ".join('"' + " ".join((*lead, e)) + '"' for e in endings) + ")"


def nearest(word: str, vocabulary: Callable[[str], list[tuple[str, int]]]) -> str | None:
    """The known word a mistyped one most likely is; ``None`` if none is near.

    ``vocabulary`` gives the known words that begin with a letter, with their frequency.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    allowed = 1 if len(word) < 8 else 2
    best: tuple[int, int, str] | None = None
    for known, quotes in vocabulary(word[0]):
        if abs(len(known) - len(word)) > allowed:
            continue
        distance = DamerauLevenshtein.distance(word, known, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, -quotes, known) < best):
            best = (distance, -quotes, known)
    return best[2] if best else None
