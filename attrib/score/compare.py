"""Which found quotes are which gold statements, and what is right about each."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from attrib.gold import GoldDocument, GoldQuote
from attrib.model import Field, Kind, Quote, Span
from attrib.score.names import name_words, office_words, same_medium, same_name

Verdict = Literal["right", "who", "nobody", "missed", "extra", "optional", "unjudged"]
Fault = Literal["boundary", "kind", "cue", "source", "role", "affiliation", "via", "name"]
_MATCHING = 0.5  # F1 of words from which on a quote is a statement
_INSIDE_OPTIONAL = 0.8  # share of a quote's words in an optional statement that excuses it
_WORD = re.compile(r"\w+")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, one quote, or the two together.

    ``right``: found, and the speaker is right. ``who``: found with the wrong speaker. ``nobody``:
    found, and nobody named. ``missed``: no quote (``quote`` None). ``extra``: no statement
    (``gold`` None). ``optional``: a quote of an optional statement. ``unjudged``: a quote that an
    incomplete document says nothing about. ``gold`` and ``quote`` are indices into document and
    quotes; ``faults`` what else is wrong with a found one: ``name`` for a right but not the
    fullest name.
    """

    verdict: Verdict
    gold: int | None = None
    quote: int | None = None
    faults: frozenset[Fault] = frozenset()

    @property
    def correct(self) -> bool | None:
        """Whether the record is right; None if nobody knows, or the record names nobody."""
        if self.verdict in ("right", "who", "extra"):
            return self.verdict == "right"
        return None


class Comparison(msgspec.Struct, frozen=True):
    """All judgements of a field of a document, gold first, and the counts the figures are from."""

    judgements: tuple[Judgement, ...]
    counts: dict[str, int]


def word_offsets(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Where the words begin that stand whole inside the spans."""
    out: set[int] = set()
    for start, end in spans:
        low = max(0, start - 1)
        for m in _WORD.finditer(text[low : end + 1]):
            if m.start() + low >= start and m.end() + low <= end:
                out.add(m.start() + low)
    return frozenset(out)


def _pairs(
    gold: Sequence[tuple[int, frozenset[int]]],
    found: Sequence[tuple[int, frozenset[int]]],
    taken: frozenset[int],
) -> dict[int, int]:
    """Statement → quote, one to one, the best overlap first."""
    candidates: list[tuple[float, int, int]] = []
    for i, a in gold:
        for j, b in found:
            shared = len(a & b)
            if j not in taken and shared:
                score = 2 * shared / (len(a) + len(b))
                if score >= _MATCHING:
                    candidates.append((-score, i, j))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


class _Counts(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 0

    def add(self, key: str, kind: str | None = None, by: int = 1) -> None:
        """Count, for everything and for a kind of statement."""
        self[key] += by
        if kind:
            self[f"{kind}.{key}"] += by


def _group(kind: Kind) -> str:
    return "direct" if kind == "direct" else "indirect"


def compare(gold: GoldDocument, quotes: Sequence[Quote], field: Field = "text") -> Comparison:
    """Judge the quotes of one field of a document against its gold."""
    text = gold.field_text(field)
    wanted = [(i, g) for i, g in enumerate(gold.quotes) if g.field == field]
    found = [(j, q) for j, q in enumerate(quotes) if q.field == field]
    gold_words = {i: word_offsets(text, g.parts) for i, g in wanted}
    quote_words = {j: word_offsets(text, q.content.spans) for j, q in found}
    required = [(i, gold_words[i]) for i, g in wanted if not g.optional]
    optional = [(i, gold_words[i]) for i, g in wanted if g.optional]
    needed = _pairs(required, list(quote_words.items()), frozenset())
    spare = _pairs(optional, list(quote_words.items()), frozenset(needed.values()))
    names = {g.name for _, g in wanted if g.name}
    counts = _Counts()
    judgements: list[Judgement] = []
    for i, g in wanted:
        if g.optional:
            if i in spare:
                judgements.append(Judgement(verdict="optional", gold=i, quote=spare[i]))
        elif i not in needed:
            _count_missed(g, counts)
            judgements.append(Judgement(verdict="missed", gold=i))
        else:
            j = needed[i]
            exact = gold_words[i] == quote_words[j]
            judgements.append(_judge(i, g, j, quotes[j], exact, names, counts))
    matched = {*needed.values(), *spare.values()}
    rejected = [word_offsets(text, r.parts) for r in gold.rejected if r.field == field]
    for j, q in found:
        if j in matched:
            continue
        words = quote_words[j]
        if words and any(len(a & words) >= _INSIDE_OPTIONAL * len(words) for _, a in optional):
            judgements.append(Judgement(verdict="optional", quote=j))
        elif gold.complete or _pairs(list(enumerate(rejected)), [(0, words)], frozenset()):
            counts.add("fp", _group(q.kind))
            counts.add("e2e_fp", _group(q.kind))
            judgements.append(Judgement(verdict="extra", quote=j))
        else:
            judgements.append(Judgement(verdict="unjudged", quote=j))
    return Comparison(tuple(judgements), dict(counts))


def _count_missed(g: GoldQuote, counts: _Counts) -> None:
    counts.add("fn", _group(g.kind))
    counts.add("e2e_fn", _group(g.kind))
    for key, value in (("role", g.role), ("affiliation", g.affiliation), ("via", g.via)):
        counts.add(f"{key}.fn", by=bool(value))


def _judge(
    i: int, g: GoldQuote, j: int, q: Quote, exact: bool, names: set[str], counts: _Counts
) -> Judgement:
    kind = _group(g.kind)
    faults: set[Fault] = set()

    def check(right: bool, key: str, fault: Fault) -> None:
        counts.add(key, by=right)
        if not right:
            faults.add(fault)

    counts.add("tp", kind)
    check(exact, "exact", "boundary")
    check(_group(q.kind) == kind, "kind_ok", "kind")
    if g.cue:
        counts.add("cues")
        cue = q.cue.span if q.cue else None
        check(bool(cue and cue[0] < g.cue[1] and g.cue[0] < cue[1]), "cue_ok", "cue")
    check((q.speaker.kind if q.speaker else None) == g.source_kind, "source_kind_ok", "source")
    name = q.speaker.name if q.speaker else None
    verdict: Verdict
    if not name and g.name:
        verdict = "nobody"
        counts.add("e2e_fn", kind)
        counts.add("abstained")
    elif not g.name or same_name(g.name, g.source_kind, name or "", names):
        verdict = "right"
        counts.add("e2e_tp", kind)
        counts.add("named")
        check(name_words(g.name) == name_words(name), "full_ok", "name")
    else:
        verdict = "who"
        counts.add("e2e_fn", kind)
        counts.add("e2e_fp", kind)
        counts.add("wrong")
    _offices(g, q, counts, faults)
    if same_medium(g.via, q.via.text if q.via else None):
        counts.add("via.tp")
    elif g.via or q.via:
        counts.add("via.fn", by=bool(g.via))
        counts.add("via.fp", by=bool(q.via))
        faults.add("via")
    return Judgement(verdict=verdict, gold=i, quote=j, faults=frozenset(faults))


def _offices(g: GoldQuote, q: Quote, counts: _Counts, faults: set[Fault]) -> None:
    """Role and affiliation: each equal, or both equal taken together."""
    role = q.speaker.role.text if q.speaker and q.speaker.role else None
    affiliation = q.speaker.affiliation.text if q.speaker and q.speaker.affiliation else None
    together = office_words(g.role) | office_words(g.affiliation) == office_words(
        role
    ) | office_words(affiliation)
    pairs: tuple[tuple[Literal["role", "affiliation"], str | None, str | None], ...] = (
        ("role", g.role, role),
        ("affiliation", g.affiliation, affiliation),
    )
    for key, wanted, found in pairs:
        if wanted and found and (together or office_words(wanted) == office_words(found)):
            counts.add(f"{key}.tp")
        elif (wanted or found) and not together:
            counts.add(f"{key}.fn", by=bool(wanted))
            counts.add(f"{key}.fp", by=bool(found))
            faults.add(key)
