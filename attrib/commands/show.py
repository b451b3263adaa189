"""``attrib show``: an article with its quotes, cues and speakers marked."""

from typing import Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import ExitCode, load_or_stop, rule_folder, session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _colours(wish: bool | None) -> bool:
    """The wish, else colours for a terminal unless NO_COLOR (no-color.org) is set."""
    import os
    import sys

    if wish is not None:
        return wish
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


@app.command(cls=Command)
def show(
    paths: options.Paths,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--doc", metavar="ID", help="Only this article (repeatable).", show_default=False
        ),
    ] = None,
    colour: Annotated[
        bool | None,
        typer.Option(
            "--color/--no-color",
            help="Colours or plain marks.",
            show_default="colours in a terminal",
        ),
    ] = None,
    rules: options.Rules = None,
    id_field: options.IdField = "id",
    text_field: options.TextField = "text",
    title_field: options.TitleField = "title",
    outlet_field: options.OutletField = "outlet",
    url_field: options.UrlField = "url",
    date_field: options.DateField = "date",
) -> None:
    """Show articles with quotes, cues and speakers marked.

    Below each article stands a line a quote: its number, its kind, who said it, and the rule.

    \b
    Plain marks, where there are no colours:
      [1 what was said 1]  <cue>  {speaker}  (role or affiliation)

    \b
    Examples:
      attrib show berita.txt
      attrib show --color crawl.jsonl --doc berita-0012 | less -R
    """
    from attrib.commands.console import Console
    from attrib.loading import load_rules
    from attrib.page import Page, render_terminal
    from attrib.pipeline import extract_document
    from attrib.sources import Corpus, Fault, FieldNames

    corpus = Corpus(
        paths,
        FieldNames(
            id=id_field, text=text_field, title=title_field,
            outlet=outlet_field, url=url_field, date=date_field,
        ),
    )  # fmt: skip
    folder = rule_folder(rules)
    wanted = set(only or ())
    coloured = _colours(colour)
    with session():
        rule_set = load_or_stop(lambda: load_rules(folder))
        console = Console(corpus, quiet=True, bar=False)
        for read in corpus:
            if isinstance(read, Fault):
                console.fault(read)
            elif not only or read.id in wanted:
                wanted.discard(read.id)
                page = Page.of(read, extract_document(read, rule_set))
                typer.echo(render_terminal(page, coloured), color=coloured)
        for missing in sorted(wanted):
            console.fault(
                Fault(path=missing, message="no article with this id", cure="check --doc")
            )
        console.summary(None)
    if console.faults:
        raise typer.Exit(int(ExitCode.SKIPPED))
