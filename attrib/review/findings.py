"""The sentences behind the numbers of a review."""

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from attrib.explain import NoSentenceError, explain
from attrib.model import Field, Quote, Span
from attrib.review.baseline import Change
from attrib.review.run import Reviewed, Run
from attrib.rules import RuleSet

Show = Literal["tp", "fp", "nobody", "unjudged", "lost", "gained", "gone", "missed"]
SHOWS: tuple[str, ...] = get_args(Show)
_CONTEXT = 40  # code points shown on each side


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence behind a number. ``hit`` is the id to accept or reject it by, None for what is
    no quote of this run; ``said`` the words, ``before`` and ``after`` what stands beside them;
    ``speaker`` whom the record names; ``remark`` what is wrong or which rule it was lost to."""

    show: Show
    document: str
    hit: str | None
    rule: str | None
    before: str
    said: str
    after: str
    speaker: str | None = None
    remark: str = ""


def findings(
    run: Run, changes: tuple[Change, ...], show: Show, rule: str | None
) -> Iterator[Finding]:
    """The findings of one kind, of one rule or (None) of all, in the order of the documents."""
    if show in ("gained", "gone"):
        yield from (f for f in _changed(run, changes, show) if rule in (None, f.rule))
    elif show == "missed":
        for reviewed in run.documents:
            if reviewed.counted:
                yield from _missed(reviewed, run.rules, rule)
    elif show == "lost":
        for reviewed in run.documents:
            if reviewed.counted:
                yield from (f for f in _lost(reviewed) if rule in (None, f.rule))
    else:
        yield from _judged(run, show, rule)


def _judged(run: Run, show: Show, rule: str | None) -> Iterator[Finding]:
    """The quotes of one verdict: by what a rule had to do with them, or (None) all."""
    for name, reviewed, judged, quote, right in run.parts():
        if name != (rule or quote.rule):
            continue
        found: Show
        if right is not None:
            found = "tp" if right else "fp"
        else:
            found = "nobody" if judged.verdict == "nobody" else "unjudged"
        if found != show:
            continue
        remarks: list[str] = []
        if judged.gold is not None:
            gold = reviewed.gold.quotes[judged.gold]
            if judged.verdict in ("who", "nobody"):
                remarks.append(f"gold: {gold.name}")
            remarks += sorted(judged.faults)
        elif judged.verdict == "extra":
            remarks.append("no statement")
        elif judged.verdict == "optional":
            remarks.append("optional")
        yield of_quote(reviewed, quote, show, "; ".join(remarks))


def of_quote(reviewed: Reviewed, quote: Quote, show: Show, remark: str = "") -> Finding:
    """A quote as a finding."""
    before, said, after = _context(reviewed, quote.field, quote.content.spans)
    return Finding(
        show=show,
        document=reviewed.gold.document.id,
        hit=quote.quote_id,
        rule=quote.rule,
        before=before,
        said=said,
        after=after,
        speaker=quote.speaker.name if quote.speaker else quote.abstained,
        remark=remark,
    )


def _changed(run: Run, changes: tuple[Change, ...], show: Show) -> Iterator[Finding]:
    by_id = {r.gold.document.id: r for r in run.documents}
    for change in changes:
        hit = change.now if show == "gained" else change.before
        other = change.before if show == "gained" else change.now
        if hit is None or (other is not None and other.rule == hit.rule):
            continue
        reviewed = by_id[change.document]
        remark = hit.verdict + ("; worse" if change.worse else "")
        quote = next((q for q in reviewed.quotes if q.quote_id == change.hit_id), None)
        if show == "gained" and quote:
            yield of_quote(reviewed, quote, show, remark)
        else:
            yield Finding(
                show=show, document=change.document, hit=None, rule=hit.rule,
                before="", said=hit.said, after="", speaker=hit.name, remark=remark,
            )  # fmt: skip


def _lost(reviewed: Reviewed) -> Iterator[Finding]:
    for candidate in reviewed.candidates:
        if candidate.lost_to is None or candidate.lost_to == candidate.rule:
            continue
        spans = candidate.parts or ((candidate.cue,) if candidate.cue else ())
        before, said, after = _context(reviewed, candidate.field, spans)
        yield Finding(
            show="lost", document=reviewed.gold.document.id, hit=None, rule=candidate.rule,
            before=before, said=said, after=after, remark=f"to {candidate.lost_to}",
        )  # fmt: skip


def _missed(reviewed: Reviewed, rules: RuleSet, rule: str | None) -> Iterator[Finding]:
    """Statements that were not found, each with the rule that came nearest and where it stopped;
    of one rule, those that it came nearest to."""
    for judged in reviewed.judgements:
        if judged.verdict != "missed" or judged.gold is None:
            continue
        gold = reviewed.gold.quotes[judged.gold]
        nearest, remark = _nearest(reviewed, rules, gold.parts[0][0], gold.field)
        if rule in (None, nearest):
            before, said, after = _context(reviewed, gold.field, gold.parts)
            yield Finding(
                show="missed", document=reviewed.gold.document.id, hit=None, rule=nearest,
                before=before, said=said, after=after, speaker=gold.name, remark=remark,
            )  # fmt: skip


def _nearest(reviewed: Reviewed, rules: RuleSet, at: int, field: Field) -> tuple[str | None, str]:
    try:
        explained = explain(reviewed.gold.document, rules, at, field)
    except NoSentenceError:
        return None, "it stands in no sentence"
    tries = [
        a for e in explained for a in e.attempts if a.outcome in ("lost", "refused", "stopped")
    ]
    if not tries:
        return None, "no rule was tried"
    # one element proves nothing: half the rules begin with a capital or the sentence's start
    best = max(tries, key=lambda a: (a.elements > 1, a.elements / max(a.total, 1), a.priority))
    if best.outcome != "stopped":
        return best.rule, f"{best.outcome}: {best.reason or best.lost_to}"
    token = f"at “{best.stopped.text}”" if best.stopped else "at the sentence's end"
    return best.rule, f"{best.elements} of {best.total} elements, wants {best.wanted} {token}"


def _context(reviewed: Reviewed, field: Field, spans: tuple[Span, ...]) -> tuple[str, str, str]:
    text = reviewed.gold.field_text(field)
    start, end = spans[0][0], spans[-1][1]
    pieces = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    said = " … ".join(text[a:b] for a, b in spans)
    before, said, after = (" ".join(p.split()) for p in (pieces[0], said, pieces[1]))
    return before, said, after
