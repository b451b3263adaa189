"""The table of a review: a row a rule."""

from collections import Counter

import msgspec

from attrib.confidence import wilson
from attrib.review.run import QUIET, Run
from attrib.rules import Rule

PROMOTION_HITS = 20  # judged hits that a stable rule has behind it
PROMOTION_BOUND = 0.8  # and the lower bound of its precision


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule did in a run.

    ``tried``: sentences it was tried in; ``fired``: statements it made; ``kept``: of these, taken.
    Of its quotes ``right`` have statement and speaker right, ``wrong`` a wrong speaker or no
    statement, ``nobody`` no speaker where there is one; the rest is ``unjudged``. ``precision``
    and its Wilson ``lower`` bound are of right and wrong; None if nothing was judged.
    ``only_right`` and ``only_wrong``: see :class:`attrib.review.run.Alone`; None if it was not
    asked. ``loses_to``: rule → how often it took the words. ``quiet``: kept in quiet fixtures.
    ``gained``/``gone``: quotes that the baseline has not, or has only. ``time``: share of the
    time all rules took. ``missing``: what it lacks to be promoted.
    """

    rule: str
    status: str
    priority: int
    tried: int
    fired: int
    kept: int
    right: int
    wrong: int
    nobody: int
    unjudged: int
    precision: float | None
    lower: float | None
    only_right: int | None
    only_wrong: int | None
    lost: int
    loses_to: dict[str, int]
    quiet: int
    gained: int
    gone: int
    time: float
    missing: tuple[str, ...]


def rows(run: Run, gained: Counter[str], gone: Counter[str]) -> tuple[Row, ...]:
    """The rows of all rules that are not off, in the order of their files."""
    seconds = sum(effort.seconds for effort in run.efforts.values()) or 1.0
    counts: dict[str, Counter[str]] = {rule.id: Counter() for rule in run.rules.of("rule")}
    losses: dict[str, Counter[str]] = {rule: Counter() for rule in counts}
    for reviewed in run.documents:
        if not reviewed.counted:
            continue
        for candidate in reviewed.candidates:
            c = counts[candidate.rule]
            c["fired"] += 1
            c["kept"] += candidate.lost_to is None
            if candidate.lost_to is None:
                c["quiet"] += reviewed.gold.group == QUIET
            elif candidate.lost_to != candidate.rule:
                losses[candidate.rule][candidate.lost_to] += 1
    for _, judged, quote in run.hits():
        correct = judged.correct
        verdict = "nobody" if judged.verdict == "nobody" else "unjudged"
        counts[quote.rule][{True: "right", False: "wrong", None: verdict}[correct]] += 1
    out: list[Row] = []
    for rule in run.rules.of("rule"):
        c, effort, alone = counts[rule.id], run.efforts[rule.id], run.alone.get(rule.id)
        judged_hits = c["right"] + c["wrong"]
        lower = wilson(c["right"], judged_hits)
        out.append(
            Row(
                rule=rule.id,
                status=rule.status,
                priority=rule.priority,
                tried=effort.tried,
                fired=c["fired"],
                kept=c["kept"],
                right=c["right"],
                wrong=c["wrong"],
                nobody=c["nobody"],
                unjudged=c["unjudged"],
                precision=c["right"] / judged_hits if judged_hits else None,
                lower=lower,
                only_right=alone.right if alone else None,
                only_wrong=alone.wrong if alone else None,
                lost=sum(losses[rule.id].values()),
                loses_to=dict(losses[rule.id].most_common()),
                quiet=c["quiet"],
                gained=gained[rule.id],
                gone=gone[rule.id],
                time=effort.seconds / seconds,
                missing=_missing(rule, judged_hits, lower, c["quiet"]),
            )
        )
    return tuple(out)


def _missing(rule: Rule, judged: int, lower: float | None, quiet: int) -> tuple[str, ...]:
    """What keeps a rule from the next status; of a stable one, what it lacks to be called so."""
    out: list[str] = []
    if not rule.match:
        out.append("an example that must match")
    if not rule.no_match:
        out.append("an example that must not")
    if quiet:
        out.append(f"silence on quiet fixtures ({quiet} hits there)")
    if rule.status != "draft":
        if judged < PROMOTION_HITS:
            out.append(f"{PROMOTION_HITS - judged} more judged hits")
        if judged and (lower or 0.0) < PROMOTION_BOUND:
            out.append(f"a lower bound of {PROMOTION_BOUND} (it is {lower or 0.0:.2f})")
    return tuple(out)
