"""The circumstances of saying: when, where, on what occasion, to whom, and by what medium."""

import re
from datetime import date, timedelta

from attrib.attribute import Statement
from attrib.lexicon import Vocabulary, normal
from attrib.matching import matcher
from attrib.mentions import Range
from attrib.model import Date, Phrase, Said
from attrib.pattern import CONTINUES, END, QUOTATIONS, START, charset, needed
from attrib.rules import Compiled, RuleError, RuleSet
from attrib.text import Tokens

KINDS = ("via", "date", "place", "occasion", "addressee")
_CONTENT = QUOTATIONS["QUOTE."]  # what stands for the content in a line that rules are tried on
_SPEAKER = QUOTATIONS["TERM"]  # and for the speaker
_GIVEN = frozenset((_CONTENT, _SPEAKER))
_HYPHENS = "-‑"
_CLITIC = "nya"  # the speaker's possessive: no part of a medium's name (keterangan tertulis|nya)
# Days by which an article's date may lie before what it reports: time zones.
_TOLERANCE = timedelta(days=1)
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni",
    "juli", "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
_WRITTEN = re.compile(r"(?<![\d/–-])(\d{1,2})\s*([^\W\d_]+)\.?\s*(\d{4})(?!\d)")


class Circumstances:
    """Finds the circumstances of statements, by the rules of the table ``circumstance``.

    In the sentence as the rules see it, what was said is one QUOTE and the speaker one TERM.
    Rules of a kind are tried in the order of their files; the first that matches, where it first
    matches, gives the value.
    """

    def __init__(self, rules: RuleSet) -> None:
        """Compile the patterns. Raises RuleError for a rule whose kind is none of ``KINDS``."""
        table = rules.of("circumstance")
        faults = [
            f"{r.path}:{r.line}: {r.id}: kind must be one of {', '.join(KINDS)}"
            for r in table
            if r.kind not in KINDS
        ]
        if faults:
            raise RuleError(faults)
        self._vocabulary = rules.vocabulary
        # the rules that may match where a character stands, as bits; those that may anywhere
        self._triggers: dict[str, int] = {}
        self._always = 0
        self._kinds: dict[str, list[tuple[int, Compiled]]] = {kind: [] for kind in KINDS}
        for i, rule in enumerate(table):
            self._kinds[rule.kind].append((1 << i, rules.compiled(rule)))
            # content and speaker stand in nearly every line: they tell nothing
            least = min(
                needed(rule.elements, rules.vocabulary, common=_GIVEN), key=len, default=None
            )
            if least is None:
                self._always |= 1 << i
            for c in least or ():
                self._triggers[c] = self._triggers.get(c, 0) | 1 << i

        self._trigger = matcher(charset(frozenset(self._triggers)))

    def __call__(
        self,
        tokens: Tokens,
        codes: str,
        statement: Statement,
        sentence: Range,
        published: str | None,
        others: tuple[Range, ...] = (),
    ) -> tuple[Said, Phrase | None]:
        """When, where, on what occasion and to whom the statement was made, and its medium.

        ``codes`` are those the statement was found in, ``sentence`` its tokens. ``others``:
        contents of further statements in this sentence, where nothing is looked for.
        ``published``: the article's date in ISO form; a date after it is left without one.
        """
        low, high = sentence
        if not self._always and not self._trigger.search(codes, low, high):
            return _NOTHING, None  # nor is any in the line, which has less of the sentence
        line = codes[low:high]
        spans = [(r, _CONTENT) for r in (*statement.contents, *others)]
        # a quotation is told with its marks
        spans += [((q.start, q.end), _CONTENT) for q in statement.quotations]
        if statement.mention:
            spans.append((statement.mention.span, _SPEAKER))
        for (a, b), sign in spans:
            a, b = max(a, low) - low, min(b, high) - low
            if b > a:
                line = line[:a] + sign + CONTINUES * (b - a - 1) + line[b:]
        bits = self._always
        triggers = self._triggers
        for c in set(self._trigger.findall(line)):
            bits |= triggers[c]
        if not bits:
            return _NOTHING, None
        line = START + line + END
        found: dict[str, Range] = {}
        for kind, compiled in self._kinds.items():
            for bit, rule in compiled:
                if bits & bit:
                    value = _value(rule, line)
                    if value:
                        found[kind] = (value[0] + low - 1, value[1] + low - 1)
                        break
        if not found:
            return _NOTHING, None
        via = found.pop("via", None)
        when = found.pop("date", None)
        said = Said(
            date=self._date(tokens, when, published) if when else None,
            **{kind: _phrase(tokens, r) for kind, r in found.items()},
        )
        return said, _medium(tokens, via) if via else None

    def _date(self, tokens: Tokens, r: Range, published: str | None) -> Date:
        phrase = _phrase(tokens, r)
        day = calendar_date(phrase.text, self._vocabulary)
        if day and published and (known := _published(published)) and day > known + _TOLERANCE:
            day = None  # nothing is reported before it is said: one of the two is wrong
        return Date(phrase.text, phrase.span, day.isoformat() if day else None)


_NOTHING = Said()


def calendar_date(text: str, vocabulary: Vocabulary) -> date | None:
    """The day that words name with day, month and year (``Senin (3/2/2024)``, ``3 Februari 2024``);
    None if one of them is not given, or there is no such day. A year of two digits is of this
    century."""
    if m := _NUMERIC.search(text):
        day, month, year = int(m[1]), int(m[3]), int(m[4])
    elif m := _WRITTEN.search(text):
        name = normal(m[2])
        name = vocabulary.lemma("month", name) or name
        day, month, year = int(m[1]), _MONTHS.index(name) + 1 if name in _MONTHS else 0, int(m[3])
    else:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def _published(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _value(compiled: Compiled, line: str) -> Range | None:
    """Where a rule's value stands in a line, at the first match; None if it does not match."""
    m = compiled.regex.search(line)
    if m:
        for i in range(1, len(compiled.roles) + 1):
            if m.end(i) > m.start(i) >= 0:
                return m.span(i)
    return None


def _phrase(tokens: Tokens, r: Range) -> Phrase:
    a, b = tokens.start(r[0]), tokens.end(r[1])
    return Phrase(tokens.text[a:b], (a, b))


def _medium(tokens: Tokens, r: Range) -> Phrase:
    """A medium's name. The possessive on the last of several words, or behind a hyphen, is the
    speaker's; ``keterangannya`` alone stays whole."""
    phrase = _phrase(tokens, r)
    bare = phrase.text.removesuffix(_CLITIC)
    if bare == phrase.text or (r[1] - r[0] == 1 and bare[-1:] not in _HYPHENS):
        return phrase
    start = phrase.span[0]
    text = bare.rstrip(_HYPHENS)
    return Phrase(text, (start, start + len(text)))
