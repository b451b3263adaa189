"""A review as a value, and as text for the terminal."""

from collections.abc import Iterator, Sequence

import msgspec

from attrib.review.baseline import Change, by_rule
from attrib.review.findings import Finding
from attrib.review.rows import Row, rows
from attrib.review.run import KNOWN_MISSES, Run, totals
from attrib.rules import TABLES, Table
from attrib.score import Figures
from attrib.score.figures import Rate


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of documents: how many there are, how many pass, and their scores."""

    documents: int
    passing: int
    scores: Figures


class Trust(msgspec.Struct, frozen=True):
    """Of the records with at least this confidence, how many were judged and how many are right."""

    confidence: float
    judged: int
    right: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a review says. ``passing_misses`` are known misses that pass now, by id;
    ``changes`` what is not as in the baseline; ``broken`` floors, and ``unearned``: rules called
    stable that do not meet the conditions, a line each."""

    rules: str
    totals: Figures
    groups: dict[str, Group]
    trust: tuple[Trust, ...]
    by_rule: tuple[Row, ...]
    changes: tuple[Change, ...]
    broken: tuple[str, ...]
    unearned: tuple[str, ...]
    known_misses: int
    passing_misses: tuple[str, ...]
    misses: tuple[Finding, ...]

    @property
    def regressions(self) -> tuple[Change, ...]:
        """The changes for the worse."""
        return tuple(change for change in self.changes if change.worse)


def report(
    run: Run,
    changes: tuple[Change, ...],
    broken: tuple[str, ...],
    misses: tuple[Finding, ...],
    stable: bool = False,
) -> Report:
    """The report of a run; with ``stable`` it names the rules called so that are not. Few hits are
    no fault of a rule in a review of a few documents, so it must be asked for."""
    table = rows(run, *by_rule(changes))
    groups = sorted({r.gold.group for r in run.documents} - {KNOWN_MISSES})
    missed = run.group(KNOWN_MISSES)
    return Report(
        rules=run.rules.hash,
        totals=totals([r for r in run.documents if r.counted]),
        groups={
            name: Group(
                documents=len(found := run.group(name)),
                passing=sum(r.passes for r in found),
                scores=totals(found, bounds=False),
            )
            for name in groups
        },
        trust=tuple(_trust(run)),
        by_rule=table,
        changes=changes,
        broken=broken,
        unearned=tuple(_unearned(table)) if stable else (),
        known_misses=len(missed),
        passing_misses=tuple(r.gold.document.id for r in missed if r.passes),
        misses=misses,
    )


def _unearned(found: Sequence[Row]) -> Iterator[str]:
    for row in found:
        if row.status == "stable" and row.missing:
            yield f'{row.rule} lacks {"; ".join(row.missing)}: give it, or status = "test"'


def _trust(run: Run) -> Iterator[Trust]:
    """Empty where no record has a confidence."""
    known = [
        (quote.confidence, judged.correct)
        for _, judged, quote in run.hits()
        if quote.confidence is not None and judged.correct is not None
    ]
    for least in TRUSTED if known else ():
        right = [correct for confidence, correct in known if confidence >= least]
        yield Trust(least, len(right), sum(right))


_HEADINGS = (
    "rule", "tried", "fired", "kept", "right", "wrong", "nobody", "unj.", "prec.", "lower",
    "only", "lost", "to", "+", "-", "time",
)  # fmt: skip
TRUSTED = (0.95, 0.9, 0.8, 0.5)  # confidences of which it is told how far they can be trusted
_LEFT = frozenset({"rule", "to"})
_CHANGES_SHOWN = 20


def text(found: Report, every_rule: bool = False) -> str:
    """The report for people: regressions first, the table by rule, totals, misses. ``every_rule``
    shows those too that made no statement."""
    shown = [row for row in found.by_rule if row.fired or row.gone or every_rule]
    parts = [
        _regressions(found),
        *(_table(table, [row for row in shown if row.table == table]) for table in TABLES),
        "\n".join(_totals(found)),
        _misses(found.misses),
        _promotion(found.by_rule, every_rule),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _regressions(found: Report) -> str:
    lines = [f"BELOW ITS FLOOR  {line}" for line in found.broken]
    worse = found.regressions
    lines += [f"REGRESSION  {_change(change)}" for change in worse[:_CHANGES_SHOWN]]
    if len(worse) > _CHANGES_SHOWN:
        lines.append(f"… and {len(worse) - _CHANGES_SHOWN} more (--show gone, --show gained)")
    lines += [f"NOT STABLE  {line}" for line in found.unearned]
    lines += [f"PASSES NOW  {case}: move it out of {KNOWN_MISSES}" for case in found.passing_misses]
    return "\n".join(lines)


def _change(change: Change) -> str:
    sides = [
        f"{hit.verdict} {hit.rule} → {hit.name or 'nobody'}" if hit else "nothing"
        for hit in (change.before, change.now)
    ]
    hit = change.now or change.before
    said = hit.said if hit else ""
    return f"{change.hit_id}: {' ⇒ '.join(sides)}  “{said}”"


def _table(table: Table, shown: Sequence[Row]) -> str:
    """The rows of one table, the least certain rule on top; empty if there is none."""
    if not shown:
        return ""
    headings = (table, *_HEADINGS[1:])
    cells = [_cells(row) for row in sorted(shown, key=lambda r: (r.lower is None, r.lower or 0.0))]
    widths = [max(len(c[i]) for c in [headings, *cells]) for i in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            cell.ljust(width) if heading in _LEFT else cell.rjust(width)
            for heading, cell, width in zip(_HEADINGS, row, widths, strict=True)
        ).rstrip()

    return "\n".join([line(headings), *map(line, cells)])


def _cells(row: Row) -> tuple[str, ...]:
    only = "" if row.only_right is None else f"{row.only_right:+d}/{row.only_wrong:+d}"
    winner = next(iter(row.loses_to.items()), None)
    name = row.rule if row.status == "stable" else f"{row.rule} ({row.status})"
    numbers = (row.tried, row.fired, row.kept, row.right, row.wrong, row.nobody, row.unjudged)
    return (
        name,
        *map(_number, numbers),
        _share(row.precision),
        _share(row.lower),
        "·" if only == "+0/+0" else only,
        _number(row.lost),
        f"{winner[0]} {winner[1]}" if winner else "",
        _number(row.gained),
        _number(row.gone),
        "" if row.time is None else f"{row.time:.1%}",
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value or "·")


def _share(value: float | None) -> str:
    return "·" if value is None else f"{value:.3f}"


def _totals(found: Report) -> Iterator[str]:
    t = found.totals
    low, high = t.who_said_what_95 or (0.0, 0.0)
    yield f"{t.documents} documents, {t.gold} statements, rules {found.rules}"
    bounds = f"95 % of F1 over articles {low:.3f}–{high:.3f}"
    yield f"who said what     {_rate(t.who_said_what)}   {bounds}"
    yield f"quotes            {_rate(t.quote)}"
    for kind, both in t.by_kind.items():
        yield f"  {kind:<15} {_rate(both.quote)}   with speaker {both.who_said_what.f:.4f}"
    for name in ("role", "affiliation", "via"):
        yield f"{name:<17} {_rate(getattr(t, name))}"
    yield (
        f"of those found    boundaries {t.exact_boundaries:.4f}  kind {t.kind_accuracy:.4f}  "
        f"cue {t.cue_accuracy:.4f}  speaker {t.speaker_accuracy:.4f}  "
        f"full name {t.full_name_accuracy:.4f}  source {t.source_kind_accuracy:.4f}  "
        f"nobody named {t.abstained}"
    )
    for trust in found.trust:
        share = _share(trust.right / trust.judged if trust.judged else None)
        yield f"confidence ≥ {trust.confidence:<4} {trust.judged} judged, {share} of them right"
    for name, group in found.groups.items():
        scores = group.scores
        score = f"  who said what {scores.who_said_what.f:.4f}" if scores.gold else ""
        extra = f"  invented {scores.quote.fp}" if scores.quote.fp else ""
        yield f"{name:<17} {group.passing} of {group.documents} pass{score}{extra}"
    if found.known_misses:
        yield f"{KNOWN_MISSES:<17} {found.known_misses}, {len(found.passing_misses)} pass now"


def _rate(rate: Rate) -> str:
    return f"F1 {rate.f:.4f}  P {rate.p:.4f}  R {rate.r:.4f}  ({rate.tp} +{rate.fp} −{rate.fn})"


def _misses(misses: Sequence[Finding]) -> str:
    if not misses:
        return ""
    return "\n".join(["Missed, with the rule that came nearest:", *map(line_of, misses)])


def _promotion(shown: Sequence[Row], every_rule: bool) -> str:
    """Drafts, and what may be promoted; of the rest only their number, if not every rule is wanted:
    a rare construction may stay in test for good."""
    waiting = [row for row in shown if row.status in ("draft", "test")]
    told = [r for r in waiting if every_rule or r.status == "draft" or not r.missing]
    lines = [
        f"{row.rule} ({row.status}): {'; '.join(row.missing) or 'may be promoted'}" for row in told
    ]
    if len(told) < len(waiting):
        lines.append(f"{len(waiting) - len(told)} rules in test lack something; --all tells what")
    return "\n".join(["Promotion:", *lines]) if lines else ""


def line_of(finding: Finding) -> str:
    """A finding as one line for the terminal."""
    place = finding.hit or finding.document
    who = f" → {finding.speaker}" if finding.speaker else ""
    parts = [f"{place}  {finding.before} [{finding.said}] {finding.after}{who}"]
    parts += [p for p in (finding.rule, finding.remark) if p]
    return _shown("  · ".join(parts))


def rule_text(row: Row, waiting: bool) -> str:
    """One rule in full."""
    losses = ", ".join(f"{rule} {n}" for rule, n in row.loses_to.items()) or "no rule"
    place = "" if row.priority is None else f", priority {row.priority}; loses to {losses}"
    right, judged = row.evidence
    lines = [
        _table(row.table, [row]),
        f"status {row.status}{place}",
        f"{right} of {judged} hits right, here and in the articles its confidence was measured on",
    ]
    if waiting:
        lines.append(f"for the next status: {'; '.join(row.missing) or 'nothing is missing'}")
    elif row.missing:
        lines.append(f"stable, but lacks: {'; '.join(row.missing)}")
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """What stands in an article cannot steer the terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)
