"""Whether a quote is right in what a rule had to do with it."""

from attrib.gold import GoldQuote
from attrib.gold.model import GoldDate
from attrib.model import Phrase, Quote, Span
from attrib.rules import Compiled
from attrib.score import Judgement

_OFFICES = frozenset({"role", "affiliation"})


def correct(
    compiled: Compiled, judged: Judgement, quote: Quote, gold: GoldQuote | None
) -> bool | None:
    """Whether the rule's part in a quote is right; None if nobody knows.

    ``gold`` is the statement that the quote is, None if it is none. A statement rule is right if
    statement and speaker are; a mention rule if speaker is, and what its pattern marks of role and
    affiliation; a cut if the content is the gold's to the word; a circumstance if its value is.
    """
    rule = compiled.rule
    if rule.table == "rule":
        return judged.correct
    if gold is None or judged.verdict == "optional":
        return False if rule.table == "mention" and judged.verdict == "extra" else None
    if rule.table == "cut":
        return "boundary" not in judged.faults
    if rule.table == "mention":
        return judged.correct and not _OFFICES & judged.faults & {*compiled.roles}
    if rule.kind == "via":
        return "via" not in judged.faults if quote.via else None
    return _circumstance(rule.kind, quote, gold)


def _circumstance(kind: str, quote: Quote, gold: GoldQuote) -> bool | None:
    found: Phrase | None = getattr(quote.said, kind)
    if gold.said is None or found is None:
        return None
    wanted: Span | GoldDate | None = getattr(gold.said, kind)
    return found.span == (wanted.span if isinstance(wanted, GoldDate) else wanted)
