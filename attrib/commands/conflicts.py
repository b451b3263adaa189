"""``attrib conflicts``: the same words attributed to different sources."""

from typing import Annotated

import typer

from attrib.commands.command import Command
from attrib.commands.reading import AsJson, Database, reading, say, show

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def conflicts(
    db: Database = "quotes.db",
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many.")
    ] = 100,
    as_json: AsJson = False,
) -> None:
    """List statements that articles attribute to different people or institutions.

    \b
    Example:
      attrib conflicts --db quotes.db
    """
    with reading(db) as connection:
        from itertools import islice

        import msgspec

        from attrib.search.conflicts import conflicts as find
        from attrib.search.render import conflict

        shown = 0
        for found in islice(find(connection), limit):
            if as_json:
                typer.echo(msgspec.json.encode(found))
            else:
                show(conflict(found) + "\n")
            shown += 1
        if not shown:
            say("no words are attributed to two different sources")
