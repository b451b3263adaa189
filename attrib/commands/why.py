"""``attrib why``: which rules tried a sentence, how far each got, and how its speaker was found."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import ExitCode, load_or_stop, rule_folder, session, stop

if TYPE_CHECKING:
    from attrib.explain import Attempt, Explanation
    from attrib.model import Document

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def why(
    path: Annotated[
        str | None,
        typer.Argument(metavar="[PATH]", help="An article; - is standard input."),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option("--at", metavar="OFFSET", help="The sentence at this code point."),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="WORDS", help="These words instead of a file."),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--doc", metavar="ID", help="The article of a JSONL file."),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="ID", help="Only this rule."),
    ] = None,
    title: Annotated[
        bool, typer.Option("--in-title", help="Explain the headline, not the text.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Also name the rules that had no reason to try.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, a line a sentence.")] = False,
    rules: options.Rules = None,
) -> None:
    """Say why a sentence gave the quotes it gave, and no others.

    Of each rule that tried it: whether it won, to which rule it lost, why it was refused, or how
    many of its elements matched and at which word it stopped. Then, step by step, how the speaker
    was found.

    \b
    Examples:
      attrib why --text '"Kami siap," kata Budi Santoso di Bogor.'
      attrib why berita.txt --at 1204
      attrib why berita.txt --at 1204 --rule clause.subject-verb
    """
    import msgspec

    from attrib.explain import NoSentenceError, explain
    from attrib.loading import load_rules

    if (path is None) == (text is None):
        raise typer.BadParameter("give either a PATH or --text")
    folder = rule_folder(rules)
    with session():
        rule_set = load_or_stop(lambda: load_rules(folder))
        if rule is not None and all(r.id != rule for r in rule_set.of("rule")):
            raise stop(
                f"there is no rule {rule} that tries sentences; see attrib rules list",
                ExitCode.USAGE,
            )
        document = _document(path, text, only, title)
        try:
            found = explain(document, rule_set, at, "title" if title else "text")
        except NoSentenceError as error:
            raise stop(f"{document.id}: {error}", ExitCode.USAGE) from None
        for explanation in found:
            if rule is not None:
                attempts = tuple(a for a in explanation.attempts if a.rule == rule)
                explanation = msgspec.structs.replace(explanation, attempts=attempts)
            if as_json:
                typer.echo(msgspec.json.encode(explanation))
            else:
                typer.echo(_told(explanation, every or rule is not None))


def _document(path: str | None, text: str | None, only: str | None, title: bool) -> "Document":
    from attrib.model import Document
    from attrib.sources import Corpus, Fault, FieldNames

    if text is not None:
        return Document(id="text", text="" if title else text, title=text if title else None)
    known: list[str] = []
    chosen: Document | None = None
    for read in Corpus([path or "-"], FieldNames()):
        if isinstance(read, Fault):
            raise stop(f"{read.path}: {read.message}; {read.cure}", ExitCode.USAGE)
        known.append(read.id)
        if only is None or read.id == only:
            chosen = read
            if only is not None:
                break
    if chosen is None:
        raise stop(f"{path} has no article {only or ''}".rstrip(), ExitCode.USAGE)
    if only is None and len(known) > 1:
        raise stop(f"{path} has {len(known)} articles; say which with --doc", ExitCode.USAGE)
    return chosen


def _told(e: "Explanation", every: bool) -> str:
    start, end = e.sentence.span
    lines = [f"{e.document} {e.field} {start}–{end}", f"  {_short(e.sentence.text, 300)}"]
    for outcome, heading in (
        ("won", "Won"),
        ("lost", "Lost"),
        ("refused", "Refused"),
        ("stopped", "Stopped, the furthest first"),
    ):
        group = [a for a in e.attempts if a.outcome == outcome]
        if outcome == "stopped":
            group.sort(key=lambda a: (a.elements / max(a.total, 1), a.priority), reverse=True)
        if group:
            lines += ["", heading, *(line for a in group for line in _attempt(a))]
    rest = [a for a in e.attempts if a.outcome == "untried"]
    if rest and every:
        lines += ["", "Not tried", *(f"  {a.rule}: {a.reason}" for a in rest)]
    elif rest:
        lines += ["", f"Not tried: {len(rest)} rules (--all names them)"]
    for r in e.resolutions:
        name = r.quote.speaker.name if r.quote and r.quote.speaker else None
        what = _short(r.quote.content.text, 60) if r.quote else "no statement, only a speaker"
        lines += ["", f"Speaker of “{what}” ({r.rule}): {name or 'see below'}"]
        lines += [f"  {'  ' * s.depth}{s.name}: {s.about} → {s.answer}" for s in r.steps]
    return "\n".join(lines) + "\n"


def _attempt(a: "Attempt") -> list[str]:
    words = f"“{_short(a.matched.text, 90)}”" if a.matched else "nothing"
    head = f"  {a.rule} ({a.priority})"
    if a.outcome == "won":
        return [f"{head}  {words}"]
    if a.outcome == "lost":
        return [f"{head}  {words}", f"      to {a.lost_to}: {a.reason}"]
    if a.outcome == "refused":
        return [f"{head}  {words}", f"      {a.reason}"]
    place = f"at “{a.stopped.text}” ({a.stopped.span[0]})" if a.stopped else "at the end"
    return [
        f"{head}  {a.elements} of {a.total} elements, {words}",
        f"      stopped {place}: wanted {a.wanted}",
    ]


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most // 2]} … {flat[-most // 2 :]}"
