"""``attrib expert``: one person's page."""

from typing import Annotated

import typer

from attrib.commands.command import Command
from attrib.commands.reading import AsJson, Database, no_such_expert, reading, say, several, show

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def expert(
    words: Annotated[list[str], typer.Argument(metavar="NAME", help="A name, an office or an id.")],
    db: Database = "quotes.db",
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Recent quotes shown.")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """Who somebody is, for whom they spoke and when, and what they said last.

    \b
    Examples:
      attrib expert Lankov
      attrib expert menteri kesehatan
      attrib expert p0123456789ab --json
    """
    with reading(db) as connection:
        import msgspec

        from attrib.search.lookup import find_experts
        from attrib.search.pages import page_of
        from attrib.search.render import expert_line, page

        name = " ".join(words)
        found = find_experts(connection, name)
        if not found.experts:
            raise no_such_expert(connection, name)
        if found.taken_for:
            say(f"'{name}' is not in the index; looked for '{found.taken_for}'")
        if found.chosen is None:
            raise several(name, [expert_line(e) for e in found.experts])
        content = page_of(connection, found.chosen, limit)
        if as_json:
            typer.echo(msgspec.json.encode(content))
            return
        show(page(content))
        others = [e for e in found.experts if e.number != found.chosen.number]
        if others:
            say(f'{len(others)} more that it fits: attrib experts "{name}"')
