"""``attrib search``: who has said what about this."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands.command import Command
from attrib.commands.reading import (
    AsJson,
    Database,
    Limit,
    PageNumber,
    coloured,
    no_such_expert,
    reading,
    say,
    show,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from attrib.search.find import Found
    from attrib.search.snippets import Context

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _many(flag: str, metavar: str, text: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        flag, metavar=metavar, help=f"{text} (repeatable).", show_default=False
    )
    return found


def _one(flag: str, metavar: str, text: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        flag, metavar=metavar, help=text, show_default=False
    )
    return found


Many = list[str] | None


@app.command(cls=Command)
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="What to look for.", show_default=False),
    ] = None,
    db: Database = "quotes.db",
    expert: Annotated[Many, _many("--expert", "NAME", "Said by: a name or an id")] = None,
    affiliation: Annotated[
        Many, _many("--affiliation", "NAME", "Said for this institution")
    ] = None,
    role: Annotated[Many, _many("--role", "ROLE", "Said in this role")] = None,
    kind: Annotated[Many, _many("--kind", "KIND", "direct, indirect or mixed")] = None,
    source_kind: Annotated[
        Many, _many("--source-kind", "KIND", "person, group, organization, anonymous or document")
    ] = None,
    cue: Annotated[Many, _many("--cue", "CUE", "Reported with this cue (lemma)")] = None,
    outlet: Annotated[Many, _many("--outlet", "NAME", "In this outlet")] = None,
    via: Annotated[Many, _many("--via", "NAME", "Taken from this medium")] = None,
    rule: Annotated[Many, _many("--rule", "ID", "Found by this rule")] = None,
    since: Annotated[
        str | None, _one("--since", "DATE", "From 2024, 2024-03 or 2024-03-09 on.")
    ] = None,
    until: Annotated[str | None, _one("--until", "DATE", "Up to and with this date.")] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence", min=0, max=1, help="At least so sure.", show_default=False
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="HOW", help="relevance or date.")
    ] = "relevance",
    context: Annotated[
        bool, typer.Option("--context", help="The sentences around each quote.")
    ] = False,
    reprints: Annotated[bool, typer.Option("--reprints", help="List every reprint.")] = False,
    facets: Annotated[bool, typer.Option("--facets", help="Count the hits by facet.")] = False,
    limit: Limit = 10,
    page: PageNumber = 1,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV for a spreadsheet.")] = False,
) -> None:
    """Search quotes by words, by expert, or both.

    \b
    WORDS: all must occur, in any form, in the quote, its speaker or the headline.
      "harga beras"  side by side      panen*  words that begin so
      A OR B   A NOT B   -B            ( )     groups

    \b
    Examples:
      attrib search sanksi nuklir
      attrib search --expert Lankov --since 2023
      attrib search inflasi --affiliation "Bank Indonesia" --context
    """
    with reading(db) as connection:
        from attrib.search.filters import Filters, parse_day
        from attrib.search.find import facets as count_facets
        from attrib.search.find import search as find
        from attrib.search.query import QueryError, parse_query

        text = " ".join(words or ())
        if as_json and as_csv:
            raise QueryError("--json and --csv: choose one")
        if sort not in ("relevance", "date"):
            raise QueryError(f"--sort {sort}: choose relevance or date")
        query = parse_query(text, connection) if text.strip() else None
        filters = Filters(
            experts=_experts(connection, expert or ()), affiliations=tuple(affiliation or ()),
            roles=tuple(role or ()), kinds=tuple(kind or ()), source_kinds=tuple(source_kind or ()),
            cues=tuple(cue or ()), outlets=tuple(outlet or ()), vias=tuple(via or ()),
            rules=tuple(rule or ()), since=parse_day(since, end=False) if since else None,
            until=parse_day(until, end=True) if until else None, min_confidence=min_confidence,
        )  # fmt: skip
        if facets:
            _print_facets(count_facets(connection, query, filters), as_json)
            return
        found = find(
            connection, query, filters, newest_first=sort == "date", limit=limit,
            offset=(page - 1) * limit, reprints=reprints,
        )  # fmt: skip
        for note in found.notes:
            say(note)
        _print(connection, found, query.stems if query else frozenset(), context, as_json, as_csv)
        if not found.hits:
            say("nothing found" + (" on this page" if page > 1 else ""))
            raise typer.Exit(1)
        if found.more:
            # An export that ends early must not look whole.
            larger = ", or a larger -n" if as_json or as_csv else ""
            say(f"more with --page {page + 1}{larger}")


def _experts(connection: "Connection", typed: "list[str] | tuple[str, ...]") -> tuple[int, ...]:
    from attrib.search.lookup import find_experts
    from attrib.search.render import expert_line

    numbers: list[int] = []
    for name in typed:
        found = find_experts(connection, name)
        if not found.experts:
            raise no_such_expert(connection, name)
        if found.taken_for:
            say(f"--expert {name}: taken for '{found.taken_for}'")
        if found.chosen is not None:
            numbers.append(found.chosen.number)
            continue
        say(f"--expert {name}: fits several, all are searched; narrow it by an id:")
        for expert in found.experts[:10]:
            typer.echo(f"  {expert_line(expert)}", err=True)
        numbers += [e.number for e in found.experts]
    return tuple(numbers)


def _print(
    connection: "Connection", found: "Found", stems: frozenset[str], context: bool, as_json: bool,
    as_csv: bool,
) -> None:  # fmt: skip
    from attrib.search.snippets import context_of

    contexts: dict[str, Context | None] = {}
    if context:
        contexts = {
            h.quote.quote_id: context_of(connection, h.document, h.quote) for h in found.hits
        }
    if as_csv:
        from attrib.exports.csv import HEADER, encode

        typer.echo((HEADER + encode(h.quote for h in found.hits)), nl=False)
    elif as_json:
        import msgspec

        for hit in found.hits:
            line: dict[str, object] = {
                "quote": hit.quote, "expert_id": hit.expert_id, "expert": hit.expert,
                "articles": hit.articles, "outlets": hit.outlets,
            }  # fmt: skip
            if context:
                line["context"] = contexts[hit.quote.quote_id]
            typer.echo(msgspec.json.encode(line))
    elif found.hits:
        from attrib.search.render import bold, hits, plain

        show(hits(found, stems, bold if coloured() else plain, contexts))


def _print_facets(counts: dict[str, tuple[tuple[str, int], ...]], as_json: bool) -> None:
    if as_json:
        import orjson

        typer.echo(orjson.dumps({facet: dict(values) for facet, values in counts.items()}))
        return
    from attrib.search.render import facet_table

    show(facet_table(counts))
