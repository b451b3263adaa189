"""A run: the rules over documents of gold, judged."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from attrib.gold import GoldDocument
from attrib.model import Field, Quote
from attrib.pipeline import extract_document
from attrib.review.verdicts import correct
from attrib.review.watch import Candidate, Effort, Watch, without
from attrib.rules import Compiled, RuleSet
from attrib.score import Comparison, Figures, Judgement, compare, figures, shortcomings

KNOWN_MISSES = "known-misses"  # what is known to go wrong counts in no figure
QUIET = "quiet"
FIELDS: tuple[Field, ...] = ("title", "text")


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A document, what was found in it and what was judged of that, headline and text.

    ``makers``: the rules that had part in each quote, its own first. ``matched``: the rules whose
    patterns matched anywhere.
    """

    gold: GoldDocument
    quotes: tuple[Quote, ...]
    candidates: tuple[Candidate, ...]
    makers: tuple[tuple[str, ...], ...]
    matched: frozenset[str]
    text: Comparison
    title: Comparison

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Those of the headline, then those of the text."""
        return (*self.title.judgements, *self.text.judgements)

    @property
    def counted(self) -> bool:
        """Whether it counts in figures and by rule."""
        return self.gold.group != KNOWN_MISSES

    @property
    def passes(self) -> bool:
        """Whether everything in it is just as gold says."""
        return not shortcomings(self.gold, self.quotes)


class Alone(msgspec.Struct):
    """What a rule contributes alone: quotes that are right, and quotes that are wrong, only while
    it is there (see :func:`attrib.review.verdicts.correct`). Negative: more of them without it."""

    right: int = 0
    wrong: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """All documents reviewed, and what the rules cost. ``alone`` is empty if it was not asked."""

    rules: RuleSet
    documents: tuple[Reviewed, ...]
    efforts: dict[str, Effort]
    alone: dict[str, Alone]

    def group(self, name: str) -> tuple[Reviewed, ...]:
        """The documents of a group."""
        return tuple(r for r in self.documents if r.gold.group == name)

    def hits(self) -> Iterator[tuple[Reviewed, Judgement, Quote]]:
        """Every quote of the documents that count, with its judgement."""
        for reviewed in self.documents:
            if reviewed.counted:
                for judged in reviewed.judgements:
                    if judged.quote is not None:
                        yield reviewed, judged, reviewed.quotes[judged.quote]

    def parts(self) -> Iterator[tuple[str, Reviewed, Judgement, Quote, bool | None]]:
        """Every rule that had part in a quote, and whether that part is right."""
        compiled = {rule.id: self.rules.compiled(rule) for rule in self.rules.rules}
        for reviewed, judged, quote in self.hits():
            gold = None if judged.gold is None else reviewed.gold.quotes[judged.gold]
            assert judged.quote is not None
            for name in reviewed.makers[judged.quote]:
                yield name, reviewed, judged, quote, correct(compiled[name], judged, quote, gold)


def run(gold: Sequence[GoldDocument], rules: RuleSet, leave_one_out: bool = True) -> Run:
    """Extract and judge every document; with ``leave_one_out`` once more without each rule that
    matters in it: a statement rule of which a statement was kept, any other that matched. Without
    the rest nothing can change."""
    watch, aside = Watch(rules), Watch(rules)
    by_id = {rule.id: rule for rule in rules.rules}
    less: dict[str, RuleSet] = {}
    documents: list[Reviewed] = []
    alone: dict[str, Alone] = {}
    if leave_one_out:
        alone = {rule: Alone() for rule in watch.efforts}
    for document in gold:
        counted = document.group != KNOWN_MISSES
        reviewed = _reviewed(document, watch if counted else aside)
        documents.append(reviewed)
        if not leave_one_out or not counted:
            continue
        kept = {c.rule for c in reviewed.candidates if c.lost_to is None}
        for name in sorted(reviewed.matched):
            rule = by_id[name]
            if rule.table == "rule" and name not in kept:
                continue
            if name not in less:
                less[name] = without(rules, rule)
            _leave_out(rules.compiled(rule), alone[name], reviewed, less[name])
    return Run(rules=rules, documents=tuple(documents), efforts=watch.efforts, alone=alone)


def _reviewed(gold: GoldDocument, watch: Watch) -> Reviewed:
    seen = watch.extract(gold.document)
    others = {(c.field, c.parts): c.others for c in seen.candidates if c.lost_to is None}
    return Reviewed(
        gold=gold,
        quotes=seen.quotes,
        candidates=seen.candidates,
        makers=tuple(
            tuple(dict.fromkeys((q.rule, *others[q.field, q.content.spans]))) for q in seen.quotes
        ),
        matched=seen.matched,
        text=compare(gold, seen.quotes, "text"),
        title=compare(gold, seen.quotes, "title"),
    )


def _leave_out(rule: Compiled, alone: Alone, full: Reviewed, less: RuleSet) -> None:
    """Add what one document gives with a rule and not without it."""
    quotes = extract_document(full.gold.document, less)
    if quotes == full.quotes:
        return
    with_rule = _verdicts(rule, full.gold, full.quotes, full.judgements)
    judgements = [j for f in FIELDS for j in compare(full.gold, quotes, f).judgements]
    without_rule = _verdicts(rule, full.gold, quotes, judgements)
    alone.right += with_rule[True] - without_rule[True]
    alone.wrong += with_rule[False] - without_rule[False]


def _verdicts(
    rule: Compiled, gold: GoldDocument, quotes: Sequence[Quote], judgements: Sequence[Judgement]
) -> Counter[bool | None]:
    return Counter(
        correct(
            rule,
            judged,
            quotes[judged.quote],
            None if judged.gold is None else gold.quotes[judged.gold],
        )
        for judged in judgements
        if judged.quote is not None
    )


def totals(documents: Sequence[Reviewed], bounds: bool = True) -> Figures:
    """The scores of documents, over their text; the bootstrap costs time and may be left out."""
    gold = sum(
        not quote.optional
        for reviewed in documents
        for quote in reviewed.gold.quotes
        if quote.field == "text"
    )
    return figures([reviewed.text.counts for reviewed in documents], gold, bounds)
