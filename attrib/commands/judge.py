"""``attrib judge``: accept, reject and add, hit by hit or by id."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import ExitCode, load_or_stop, rule_folder, session, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from attrib.gold import GoldDocument
    from attrib.gold.judged import Judged
    from attrib.review.judging import Judge, Pending
    from attrib.review.run import Run

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _hits(metavar: str, text: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(metavar=metavar, help=text, show_default=False)
    return found


@app.command(cls=Command)
def judge(
    paths: options.Paths,
    into: Annotated[
        str, typer.Option(metavar="FILE", help="The judgements, a name in .judged.jsonl.")
    ] = "gold.judged.jsonl",
    gold: Annotated[
        list[str] | None, _hits("FILE", "Gold that is there already (repeatable).")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who judges.", envvar="USER", show_default="$USER"),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="ID", help="Only hits of this rule.", show_default=False)
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="A run; what is new since then comes first.", show_default=False
        ),
    ] = None,
    accept: Annotated[list[str] | None, _hits("HIT", "This hit is right (repeatable).")] = None,
    reject: Annotated[list[str] | None, _hits("HIT", "It is no statement (repeatable).")] = None,
    add: Annotated[
        str | None, _hits("ARTICLE", "Add a statement: its words with marks, from standard input.")
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Accept all hits of --rule that wait.")
    ] = False,
    reject_all: Annotated[
        bool, typer.Option("--reject-all", help="Reject all hits of --rule that wait.")
    ] = False,
    disputed: Annotated[
        bool, typer.Option("--disputed", help="Hits that reviewers judge differently.")
    ] = False,
    decide: Annotated[
        list[str] | None, _hits("HIT=NAME", "End a dispute by this reviewer's view (repeatable).")
    ] = None,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why, with --reject.", show_default=False)
    ] = None,
    pending: Annotated[
        bool, typer.Option("--list", help="List what waits, and judge nothing.")
    ] = False,
    rules: options.Rules = None,
) -> None:
    """Judge hits one by one, or by id without a terminal.

    \b
    Keys: a accept, r reject, e edit spans and fields in $EDITOR, n a statement that was missed,
    w why, s skip, q quit. Each judgement is written at once; the next call goes on from there.

    \b
    Examples:
      attrib judge articles.jsonl --into dewan.judged.jsonl
      attrib judge articles.jsonl --list --rule clause.say-end
      attrib judge articles.jsonl --accept berita-7:5f0c2d91ab37 --reject berita-7:0c1d62a9f3b4
      attrib judge articles.jsonl --accept-all --rule quote.cue-speaker
      echo '<s>Polisi</s> <c>menduga</c> <q source=group>ia lari</q>' |
        attrib judge articles.jsonl --add berita-7
      attrib judge articles.jsonl --disputed

    The judgements are gold: attrib review articles.jsonl --gold dewan.judged.jsonl
    """
    import os

    from attrib.commands.editor import EditorError
    from attrib.gold import GoldError
    from attrib.gold.judged import ENDING
    from attrib.loading import load_rules
    from attrib.review.baseline import BaselineError, changes, read_baseline
    from attrib.review.judging import Judge, JudgingError
    from attrib.review.request import Request, RequestError
    from attrib.review.run import run

    folder = rule_folder(rules)
    if not into.endswith(ENDING):
        raise typer.BadParameter(f"{into}: a judgements file ends in {ENDING}", param_hint="--into")
    if (accept_all or reject_all) and rule is None:
        raise typer.BadParameter("give --rule: nothing is judged in bulk without it")
    if accept_all and reject_all:
        raise typer.BadParameter("--accept-all and --reject-all contradict each other")
    with session():
        from pathlib import Path

        try:
            known = [*(gold or []), *([into] if os.path.exists(into) else [])]
            request = Request.articles(paths, known)
            done = run(request.documents, load_or_stop(lambda: load_rules(folder)), False)
            since = changes(done, read_baseline(Path(baseline))) if baseline else ()
            judging = Judge(Path(into), who or "")
            waiting = judging.pending(done, since, rule)
            if pending:
                from attrib.review.findings import of_quote
                from attrib.review.report import line_of

                by_id = {r.gold.document.id: r for r in done.documents}
                for item in waiting:
                    reviewed = by_id[item.gold.document.id]
                    typer.echo(line_of(of_quote(reviewed, item.quote, "unjudged")))
                return
            number = _by_id(judging, done, accept or (), reject or (), add, decide or (), note)
            if accept_all or reject_all:
                for item in waiting:
                    if accept_all:
                        judging.accept(item.gold, item.quote)
                    else:
                        judging.reject(item.gold, item.quote, note)
                number += len(waiting)
            elif not (accept or reject or add or decide):
                number += _talk(judging, done, waiting, disputed)
        except (
            GoldError, RequestError, BaselineError, JudgingError, EditorError,
        ) as error:  # fmt: skip
            raise stop(str(error), ExitCode.USAGE) from None
    typer.echo(f"attrib: {number} judged → {into}; {len(judging.disputed)} disputed", err=True)


def _by_id(
    judging: "Judge",
    run: "Run",
    accept: "Sequence[str]",
    reject: "Sequence[str]",
    add: str | None,
    decide: "Sequence[str]",
    note: str | None,
) -> int:
    """What was asked for by id; all ids are looked up before anything is written."""
    import sys

    from attrib.gold.passage import read_passage
    from attrib.review.judging import JudgingError, find

    right, wrong = find(run, accept), find(run, reject)
    chosen = [_view(judging, answer) for answer in decide]
    missed = None
    if add is not None:
        document = _document(run, add)
        missed = document, read_passage(document, "text", sys.stdin.read())
    if set(accept) & set(reject):
        raise JudgingError("a hit is both accepted and rejected; choose one")
    for gold, quote in right:
        judging.accept(gold, quote)
    for gold, quote in wrong:
        judging.reject(gold, quote, note)
    for view in chosen:
        judging.decide(view)
    if missed:
        judging.add(*missed)
    return len(right) + len(wrong) + len(chosen) + bool(missed)


def _view(judging: "Judge", answer: str) -> "Judged":
    """The judgement that ends a dispute by ``HIT=NAME``."""
    from attrib.review.judging import JudgingError

    hit, _, name = answer.rpartition("=")
    for views in judging.disputed:
        for view in views:
            if view.key == hit and view.who == name:
                return view
    raise JudgingError(f"--decide {answer}: no dispute about this hit has a view of {name!r}")


def _document(run: "Run", doc_id: str) -> "GoldDocument":
    from attrib.review.judging import JudgingError

    for reviewed in run.documents:
        if reviewed.gold.document.id == doc_id:
            return reviewed.gold
    raise JudgingError(f"--add {doc_id}: no article has this id")


def _say(text: str) -> None:
    """Print, with lines broken between words where the terminal ends."""
    from shutil import get_terminal_size
    from textwrap import fill

    width = get_terminal_size().columns
    for line in text.split("\n"):
        if len(line) > width:
            indent = " " * (len(line) - len(line.lstrip()))
            line = fill(line, width, subsequent_indent=indent, break_long_words=False)
        typer.echo(line)


def _talk(judging: "Judge", run: "Run", waiting: "Sequence[Pending]", disputed: bool) -> int:
    """The dialogue at the terminal."""
    import sys

    from attrib.commands.editor import edit
    from attrib.review.dialogue import Terminal, judge_disputed, judge_pending
    from attrib.review.judging import JudgingError

    if not sys.stdin.isatty():
        raise JudgingError("there is no terminal; judge by id: --list, then --accept and --reject")
    terminal = Terminal(say=_say, key=typer.getchar, edit=edit)
    if disputed:
        documents = {r.gold.document.id: r.gold for r in run.documents}
        return judge_disputed(judging.disputed, documents, judging, terminal)
    if not waiting:
        typer.echo("attrib: nothing waits to be judged", err=True)
    return judge_pending(waiting, judging, run.rules, terminal)
