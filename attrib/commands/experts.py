"""``attrib experts``: who is in the index, and why two mentions are one person or two."""

from typing import Annotated

import typer

from attrib.commands.command import Command
from attrib.commands.reading import (
    AsJson,
    Database,
    Limit,
    PageNumber,
    no_such_expert,
    nobody,
    reading,
    say,
    show,
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def experts(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Any variant of a name.", show_default=False),
    ] = None,
    db: Database = "quotes.db",
    source_kind: Annotated[
        list[str] | None,
        typer.Option(
            "--source-kind",
            metavar="KIND",
            show_default=False,
            help="person, group, organization or document (repeatable).",
        ),
    ] = None,
    why: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--why", metavar="A B", help="Why two names are one or two.", show_default=False
        ),
    ] = None,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Pairs kept apart that may be one.")
    ] = False,
    limit: Limit = 20,
    page: PageNumber = 1,
    as_json: AsJson = False,
) -> None:
    """List experts, the most quoted first, or look one up by name.

    \b
    Examples:
      attrib experts
      attrib experts lankof
      attrib experts --why "Sri Mulyani" "Sri Mulyani Indrawati"
      attrib experts --candidates
    """  # fmt: skip
    with reading(db) as connection:
        import msgspec

        from attrib.search import render
        from attrib.search.filters import choose
        from attrib.search.lookup import EXPERT_KINDS, find_experts, list_experts
        from attrib.search.query import QueryError
        from attrib.search.why import NotFoundError, reasons
        from attrib.search.why import candidates as list_candidates

        if why is not None:
            if why[1].startswith("-"):
                raise QueryError("--why takes two names; write a name of several words in quotes")
            try:
                found = reasons(connection, *why)
            except NotFoundError as error:
                raise nobody(str(error)) from None
            if as_json:
                typer.echo(msgspec.json.encode(found))
            else:
                show(render.reasons(found))
            return
        if candidates:
            pairs = list_candidates(connection, limit)
            for pair in pairs:
                if as_json:
                    typer.echo(msgspec.json.encode(pair))
                else:
                    show(render.candidate(pair))
            if not pairs:
                say("no pair is worth a look")
            return
        name = " ".join(words or ())
        choose("source-kind", source_kind or (), EXPERT_KINDS)
        if not name:
            listed = list_experts(connection, source_kind or ["person"], limit, (page - 1) * limit)
        else:
            lookup = find_experts(connection, name, limit * page)
            if lookup.taken_for:
                say(f"'{name}' is not in the index; looked for '{lookup.taken_for}'")
            wanted = [e for e in lookup.experts if not source_kind or e.kind in source_kind]
            listed = wanted[(page - 1) * limit : page * limit]
        for expert in listed:
            line = msgspec.json.encode({"id": expert.id, **msgspec.structs.asdict(expert)})
            if as_json:
                typer.echo(line)
            else:
                show(render.expert_line(expert))
        if not listed:
            if name and page == 1 and not source_kind:
                raise no_such_expert(connection, name)
            raise nobody("nobody found" + (" on this page" if page > 1 else ""))
