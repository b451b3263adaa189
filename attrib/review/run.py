"""A run: the rules over documents of gold, judged."""

from collections.abc import Iterator, Sequence

import msgspec

from attrib.gold import GoldDocument
from attrib.model import Quote
from attrib.pipeline import extract_document
from attrib.review.watch import Candidate, Effort, Watch, without
from attrib.rules import RuleSet
from attrib.score import Comparison, Figures, Judgement, compare, figures, shortcomings

KNOWN_MISSES = "known-misses"  # what is known to go wrong counts in no figure
QUIET = "quiet"


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A document, what was found in it and what was judged of that, headline and text."""

    gold: GoldDocument
    quotes: tuple[Quote, ...]
    candidates: tuple[Candidate, ...]
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
    """What a rule contributes alone: statements that are right, and records that are wrong, only
    while it is there. Negative: more of them without it."""

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


def run(gold: Sequence[GoldDocument], rules: RuleSet, leave_one_out: bool = True) -> Run:
    """Extract and judge every document; with ``leave_one_out`` once more without each rule that
    was kept in it."""
    watch, aside = Watch(rules), Watch(rules)
    less: dict[str, RuleSet] = {}
    documents: list[Reviewed] = []
    alone: dict[str, Alone] = {}
    if leave_one_out:
        alone = {rule.id: Alone() for rule in rules.of("rule")}
    for document in gold:
        counted = document.group != KNOWN_MISSES
        found = (watch if counted else aside).extract(document.document)
        reviewed = _reviewed(document, *found)
        documents.append(reviewed)
        if not leave_one_out or not counted:
            continue
        kept = {c.rule for c in reviewed.candidates if c.lost_to is None}
        for rule in sorted(kept):
            if rule not in less:
                less[rule] = without(rules, rule)
            _leave_out(alone[rule], reviewed, less[rule])
    return Run(rules=rules, documents=tuple(documents), efforts=watch.efforts, alone=alone)


def _reviewed(
    gold: GoldDocument, quotes: tuple[Quote, ...], candidates: tuple[Candidate, ...]
) -> Reviewed:
    return Reviewed(
        gold=gold,
        quotes=quotes,
        candidates=candidates,
        text=compare(gold, quotes, "text"),
        title=compare(gold, quotes, "title"),
    )


def _leave_out(alone: Alone, full: Reviewed, less: RuleSet) -> None:
    """Add what one document gives with a rule and not without it."""
    quotes = extract_document(full.gold.document, less)
    for field, with_rule in (("title", full.title), ("text", full.text)):
        counts = compare(full.gold, quotes, "title" if field == "title" else "text").counts
        alone.right += with_rule.counts.get("e2e_tp", 0) - counts.get("e2e_tp", 0)
        alone.wrong += with_rule.counts.get("e2e_fp", 0) - counts.get("e2e_fp", 0)


def totals(documents: Sequence[Reviewed], bounds: bool = True) -> Figures:
    """The scores of documents, over their text; the bootstrap costs time and may be left out."""
    gold = sum(
        not quote.optional
        for reviewed in documents
        for quote in reviewed.gold.quotes
        if quote.field == "text"
    )
    return figures([reviewed.text.counts for reviewed in documents], gold, bounds)
