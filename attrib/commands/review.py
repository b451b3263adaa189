"""``attrib review``: what each rule hits, gets wrong and alone contributes."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import ExitCode, load_or_stop, rule_folder, session, stop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from attrib.review.baseline import Change
    from attrib.review.report import Report
    from attrib.review.request import Request
    from attrib.review.run import Run

app = typer.Typer(add_completion=False, rich_markup_mode=None)
MISSES_SHOWN = 10


def _show(value: str | None) -> str | None:
    from attrib.review.findings import SHOWS

    if value is not None and value not in SHOWS:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(SHOWS)}")
    return value


@app.command(cls=Command)
def review(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Fixtures; with --gold, the articles.", show_default="fixtures/"
        ),
    ] = None,
    gold: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Gold for the articles (repeatable).", show_default=False
        ),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this rule.", show_default=False)
    ] = None,
    show: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="Sentences: tp, fp, nobody, unjudged, lost, gained, gone, missed.",
            callback=_show,
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="The run to compare with.", show_default="beside fixtures"
        ),
    ] = None,
    save_baseline: Annotated[
        bool, typer.Option("--save-baseline", help="Accept this run as the baseline.")
    ] = False,
    floors: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Scores to hold.", show_default="beside fixtures"),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to this run.")] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="With --update: lower them too.")
    ] = False,
    update_confidence: Annotated[
        bool,
        typer.Option("--update-confidence", help="Write the rules' confidence from this gold."),
    ] = False,
    leave_one_out: Annotated[
        bool,
        typer.Option("--only/--no-only", help="Find what each rule alone contributes."),
    ] = True,
    stable: Annotated[
        bool, typer.Option("--stable", help="Fail on rules called stable that are not.")
    ] = False,
    every_rule: Annotated[bool, typer.Option("--all", help="Rules that made nothing too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    rules: options.Rules = None,
) -> None:
    """Review the rules against gold, rule by rule.

    \b
    Columns: sentences tried, statements fired and kept; quotes right, wrong (speaker or no
    statement), naming nobody, unjudged; precision and its Wilson lower bound; what only this
    rule contributes (right/wrong); how often it lost its words and to which rule; quotes gained
    and gone since the baseline; share of the rules' time.

    \b
    Examples:
      attrib review
      attrib review --rule quote.cue-speaker --show fp
      attrib review articles.jsonl --gold gold.jsonl --show missed
      attrib review --save-baseline --update

    Exit codes: 0 fine; 1 a regression, a broken floor, a known miss that passes, or (--stable)
    a rule called stable that is not; 2 usage, broken rules or gold.
    """
    from attrib.confidence import ConfidenceError
    from attrib.gold import GoldError
    from attrib.review.baseline import BaselineError
    from attrib.review.floors import FloorError
    from attrib.review.judging import JudgingError
    from attrib.review.request import Request, RequestError

    folder = rule_folder(rules)
    if as_json and (rule or show):
        raise typer.BadParameter("--json gives the whole review; leave out --rule and --show")
    with session():
        try:
            request = Request.of(paths or [], gold or [], baseline, floors)
            run, changes = _run(request, folder, leave_one_out)
            if show:
                if show != "gone":  # what is gone may be of a rule that is gone
                    _known(run, rule)
                _findings(run, changes, show, rule)
                return
            found = _report(request, run, changes, stable)
            if rule:
                _known(run, rule)
                _one_rule(found, rule)
                return
            _print(found, as_json, every_rule)
            if save_baseline:
                _save_baseline(request, run)
            if update:
                _update_floors(request, run, allow_regression)
            if update_confidence:
                _update_confidence(request, run)
        except (
            GoldError, RequestError, BaselineError, FloorError, ConfidenceError, JudgingError,
        ) as error:  # fmt: skip
            raise stop(str(error), ExitCode.USAGE) from None
    held = save_baseline or not found.regressions
    broken = (found.broken and not update) or found.unearned or found.passing_misses
    if not held or broken:
        raise typer.Exit(int(ExitCode.SKIPPED))


def _run(
    request: "Request", folder: "Path | None", leave_one_out: bool
) -> "tuple[Run, tuple[Change, ...]]":
    from attrib.loading import load_rules
    from attrib.review.baseline import changes, read_baseline
    from attrib.review.run import run

    done = run(request.documents, load_or_stop(lambda: load_rules(folder)), leave_one_out)
    if request.baseline is None or not request.baseline.is_file():
        return done, ()
    return done, changes(done, read_baseline(request.baseline))


def _report(
    request: "Request", run: "Run", changes: "tuple[Change, ...]", stable: bool
) -> "Report":
    from itertools import islice

    from attrib.review.findings import findings
    from attrib.review.floors import broken, measured, read_floors
    from attrib.review.report import report

    below: tuple[str, ...] = ()
    if request.floors is not None:
        below = broken(read_floors(request.floors), measured(run))
    misses = tuple(islice(findings(run, changes, "missed", None), MISSES_SHOWN))
    return report(run, changes, below, misses, stable)


def _findings(run: "Run", changes: "tuple[Change, ...]", show: str, rule: str | None) -> None:
    from attrib.review.findings import findings
    from attrib.review.report import line_of

    number = 0
    for finding in findings(run, changes, show, rule):  # type: ignore[arg-type]
        typer.echo(line_of(finding))
        number += 1
    typer.echo(f"attrib: {number} {show}", err=True)


def _known(run: "Run", rule: str | None) -> None:
    if rule is not None and rule not in run.efforts:
        raise stop(f"there is no rule {rule}; see 'attrib rules list'", ExitCode.USAGE)


def _one_rule(found: "Report", rule: str) -> None:
    from attrib.review.report import rule_text

    row = next(r for r in found.by_rule if r.rule == rule)
    typer.echo(rule_text(row, row.status in ("draft", "test")), nl=False)


def _print(found: "Report", as_json: bool, every_rule: bool) -> None:
    from attrib.review.report import text

    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode(found))
    else:
        typer.echo(text(found, every_rule), nl=False)


def _write(path: "Path | None", option: str, encode: "Callable[[], bytes]") -> None:
    from attrib.exports.destination import Destination
    from attrib.review.judging import refuse_in_ci

    if path is None:
        raise typer.BadParameter(f"name the file with {option} FILE")
    refuse_in_ci(str(path))
    data = encode()
    with Destination(str(path)) as out:
        out.write(data)
    typer.echo(f"attrib: wrote {path}", err=True)


def _save_baseline(request: "Request", run: "Run") -> None:
    from attrib.review.baseline import encode_baseline

    _write(request.baseline, "--baseline", lambda: encode_baseline(run))


def _update_floors(request: "Request", run: "Run", lower: bool) -> None:
    from attrib.review.floors import encode_floors, measured, read_floors, updated

    path = request.floors
    old = read_floors(path) if path else {}
    _write(path, "--floors", lambda: encode_floors(updated(old, measured(run), lower)))


def _update_confidence(request: "Request", run: "Run") -> None:
    from attrib.confidence import FILE, encode_confidence, tallied

    # a group of whose headlines no statement is known says nothing of those found there
    headlines = {
        gold.group
        for gold in request.documents
        if "title" in {q.field for q in gold.quotes} | {r.field for r in gold.rejected}
    }
    judged = [
        (reviewed.gold.document.text, rule, right)
        for rule, reviewed, _, quote, right in run.parts()
        if right is not None and (quote.field == "text" or reviewed.gold.group in headlines)
    ]
    made = tallied(request.name, judged)
    _write(run.rules.directory / FILE, "", lambda: encode_confidence(made))
