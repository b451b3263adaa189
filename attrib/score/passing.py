"""Whether a fixture passes: everything a person marked is found just so, and nothing else is."""

from collections.abc import Iterator, Sequence

from attrib.gold import GoldDocument, GoldQuote
from attrib.model import Quote, Span
from attrib.score.compare import compare, word_offsets
from attrib.score.names import name_words, office_words, same_medium


def shortcomings(gold: GoldDocument, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """What keeps a case from passing, a line each; empty if it passes."""
    return tuple(_shortcomings(gold, quotes))


def _shortcomings(gold: GoldDocument, quotes: Sequence[Quote]) -> Iterator[str]:
    for field in ("title", "text"):
        text = gold.field_text(field)
        for judged in compare(gold, quotes, field).judgements:
            if judged.gold is None:
                if judged.quote is not None and judged.verdict == "extra":
                    quote = quotes[judged.quote]
                    yield f"extra: {quote.content.text!r} ({quote.rule})"
                continue
            wanted = gold.quotes[judged.gold]
            said = " … ".join(text[a:b] for a, b in wanted.parts)
            if judged.quote is None:
                yield f"missed: {said!r}"
            elif not wanted.optional:
                quote = quotes[judged.quote]
                for fault in _differences(wanted, quote, text):
                    yield f"{said[:40]!r} ({quote.rule}): {fault}"


def _differences(g: GoldQuote, q: Quote, text: str) -> Iterator[str]:
    who = q.speaker
    if word_offsets(text, g.parts) != word_offsets(text, q.content.spans):
        yield f"content is {q.content.text!r}"
    if q.kind != g.kind:
        yield f"kind is {q.kind}, not {g.kind}"
    cue = q.cue.span if q.cue else None
    if cue != g.cue:
        yield f"cue is {_words(text, cue)}, not {_words(text, g.cue)}"
    if q.abstained != g.abstained:
        yield f"abstained is {q.abstained}, not {g.abstained}"
    if name_words(g.name) != name_words(who.name if who else None):
        yield f"name is {who.name if who else None!r}, not {g.name!r}"
    if who is not None:
        mention = who.mention.span if who.mention else None
        if mention != g.speaker:
            yield f"mention is {_words(text, mention)}, not {_words(text, g.speaker)}"
        if who.kind != g.source_kind:
            yield f"source is {who.kind}, not {g.source_kind}"
        if g.members and who.members != g.members:
            yield f"members are {who.members}, not {g.members}"
        role = who.role.text if who.role else None
        body = who.affiliation.text if who.affiliation else None
        if _office(role, body) != _office(g.role, g.affiliation):
            yield f"office is {role!r}, {body!r}, not {g.role!r}, {g.affiliation!r}"
    via = q.via.text if q.via else None
    if (via or g.via) and not same_medium(g.via, via):
        yield f"via is {via!r}, not {g.via!r}"
    yield from _circumstances(g, q, text)


def _circumstances(g: GoldQuote, q: Quote, text: str) -> Iterator[str]:
    if g.said is None:
        return
    date = g.said.date
    wanted = {"place": g.said.place, "occasion": g.said.occasion, "addressee": g.said.addressee}
    wanted["date"] = date.span if date else None
    for name, span in wanted.items():
        found = getattr(q.said, name)
        if (found.span if found else None) != span:
            yield f"{name} is {found.text if found else None!r}, not {_words(text, span)}"
    iso = q.said.date.iso if q.said.date else None
    if date and date.iso and iso != date.iso:
        yield f"date is {iso}, not {date.iso}"


def _office(role: str | None, affiliation: str | None) -> frozenset[str]:
    """Both together: where the line between them falls is a matter of taste."""
    return office_words(role) | office_words(affiliation)


def _words(text: str, span: Span | None) -> str:
    return repr(text[slice(*span)]) if span else "nothing"
