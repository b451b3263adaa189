"""The table of a review: a row a rule."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from attrib.confidence import load_confidence, wilson
from attrib.review.run import QUIET, Run
from attrib.rules import Rule, Table

PROMOTION_HITS = 20  # judged hits that a stable rule has behind it
PROMOTION_BOUND = 0.8  # and the lower bound of its precision
_UNTIMED = "cut"  # all cuts are one pattern


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule did in a run.

    ``tried``: how often its pattern was tried (a statement rule: in how many sentences);
    ``fired``: statements it made (another rule: matches); ``kept``: of these, taken (another rule:
    quotes it had part in). Of these quotes ``right`` and ``wrong`` are those that
    :func:`attrib.review.verdicts.correct` says are, ``nobody`` name no speaker where there is one,
    the rest is ``unjudged``. ``precision`` and its Wilson ``lower`` bound are of right and wrong;
    None if nothing was judged. ``only_right`` and ``only_wrong``: see
    :class:`attrib.review.run.Alone`; None if it was not asked. ``quiet``: kept in quiet fixtures.
    ``time``: share of the time all rules took; None for cuts, which are one pattern. ``evidence``:
    right and judged hits here and in the articles that the rules' confidence was measured on;
    ``missing``: what it lacks to be stable, or (a draft) to be tested.

    Of statement rules only: ``priority``; ``lost`` and ``loses_to``: statements whose words another
    rule had taken, and which; ``gained`` and ``gone``: quotes that the baseline has not, or has
    only.
    """

    rule: str
    table: Table
    status: str
    priority: int | None
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
    lost: int | None
    loses_to: dict[str, int]
    quiet: int
    gained: int | None
    gone: int | None
    time: float | None
    evidence: tuple[int, int]
    missing: tuple[str, ...]


def rows(run: Run, gained: Counter[str], gone: Counter[str]) -> tuple[Row, ...]:
    """The rows of all rules that are not off, in the order of their files."""
    seconds = sum(effort.seconds for effort in run.efforts.values()) or 1.0
    rules = {rule.id: rule for rule in run.rules.rules if rule.status != "off"}
    counts: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
    losses: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
    for reviewed in run.documents:
        if not reviewed.counted:
            continue
        for candidate in reviewed.candidates:
            if candidate.lost_to is None:
                counts[candidate.rule]["kept"] += 1
            elif candidate.lost_to != candidate.rule:
                losses[candidate.rule][candidate.lost_to] += 1
    known = load_confidence(run.rules.directory)
    for name, reviewed, judged, _, right in run.parts():
        c = counts[name]
        if right is None:
            c["nobody" if judged.verdict == "nobody" else "unjudged"] += 1
        else:
            new = known.part(reviewed.gold.document.text) is None
            c["right" if right else "wrong"] += 1
            c["new right"] += right and new
            c["new"] += new
        c["kept"] += rules[name].table != "rule"
        c["quiet"] += reviewed.gold.group == QUIET
    out: list[Row] = []
    for name, rule in rules.items():
        c, effort, alone = counts[name], run.efforts[name], run.alone.get(name)
        judged_hits = c["right"] + c["wrong"]
        before = known.tally(name)
        evidence = (c["new right"] + before[0], c["new"] + sum(before))
        statements = rule.table == "rule"
        out.append(
            Row(
                rule=name,
                table=rule.table,
                status=rule.status,
                priority=rule.priority if statements else None,
                tried=effort.tried,
                fired=effort.matched,
                kept=c["kept"],
                right=c["right"],
                wrong=c["wrong"],
                nobody=c["nobody"],
                unjudged=c["unjudged"],
                precision=c["right"] / judged_hits if judged_hits else None,
                lower=wilson(c["right"], judged_hits),
                only_right=alone.right if alone else None,
                only_wrong=alone.wrong if alone else None,
                lost=sum(losses[name].values()) if statements else None,
                loses_to=dict(losses[name].most_common()),
                quiet=c["quiet"],
                gained=gained[name] if statements else None,
                gone=gone[name] if statements else None,
                time=None if rule.table == _UNTIMED else effort.seconds / seconds,
                evidence=evidence,
                missing=tuple(_missing(run, rule, evidence, c["quiet"])),
            )
        )
    return tuple(out)


def _missing(run: Run, rule: Rule, evidence: tuple[int, int], quiet: int) -> Iterator[str]:
    """What keeps a rule from the next status; of a stable one, what it lacks to be called so."""
    if not rule.match:
        yield "an example that must match"
    if not rule.no_match:
        yield "an example that must not"
    if quiet:
        yield f"silence on quiet fixtures ({quiet} hits there)"
    if rule.status != "draft" and _judgeable(run, rule):
        right, judged = evidence
        if judged < PROMOTION_HITS:
            yield f"{PROMOTION_HITS - judged} more judged hits"
        bound = wilson(right, judged)
        if bound is not None and bound < PROMOTION_BOUND:
            yield f"a lower bound of {PROMOTION_BOUND} (it is {bound:.2f})"


def _judgeable(run: Run, rule: Rule) -> bool:
    """Whether a rule has part in quotes, by which it can be judged. One that only brings a speaker
    on, an alias or a name's evidence has none: its examples must do."""
    if rule.table == "mention":
        return rule.place in ("phrase", "after")
    return rule.table != "rule" or bool({"quote", "content"} & set(run.rules.compiled(rule).roles))
