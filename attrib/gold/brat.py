"""BRAT stand-off annotation (brat.nlplab.org), out and in: a ``.txt`` and an ``.ann`` a document.

A statement is a ``Quote`` (its content, in parts where it is split) with the relations ``cue``,
``mention``, ``date``, ``place``, ``occasion``, ``addressee`` to entities of these types, the
attributes ``Kind``, ``Source``, ``Abstained``, ``Optional``, and a note with what has no place in
the text, written as in cases: ``name="…" role="…"``. Offsets are code points. A headline is a
document of its own, named ``ID.title``. What BRAT cannot hold is left out: who judged when, and
what was rejected.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from attrib.gold.markup import attributes, written
from attrib.gold.model import GoldDate, GoldDocument, GoldError, GoldQuote, GoldSaid
from attrib.model import Document, Field, Span

_CIRCUMSTANCES = ("date", "place", "occasion", "addressee")
_NOTES = ("name", "role", "affiliation", "via", "iso")
_MEMBERS = "; "
CONFIGURATION = """\
[entities]
Quote
Cue
Mention
Date
Place
Occasion
Addressee

[relations]
cue\tArg1:Quote, Arg2:Cue
mention\tArg1:Quote, Arg2:Mention
date\tArg1:Quote, Arg2:Date
place\tArg1:Quote, Arg2:Place
occasion\tArg1:Quote, Arg2:Occasion
addressee\tArg1:Quote, Arg2:Addressee

[events]

[attributes]
Kind\tArg:Quote, Value:direct|indirect|mixed
Source\tArg:Quote, Value:person|group|organization|anonymous|document
Abstained\tArg:Quote, Value:ambiguous|no-antecedent|no-speaker
Optional\tArg:Quote
"""


def brat_files(gold: Iterable[GoldDocument]) -> Iterator[tuple[str, str]]:
    """Relative path and text of every file of a BRAT collection, its configuration first."""
    yield "annotation.conf", CONFIGURATION
    for document in gold:
        fields: tuple[tuple[Field, str], ...] = (("text", ""), ("title", ".title"))
        for field, ending in fields:
            text = document.field_text(field)
            if not text:
                continue
            quotes = [q for q in document.quotes if q.field == field]
            yield f"{document.document.id}{ending}.txt", text
            yield f"{document.document.id}{ending}.ann", "".join(_annotations(text, quotes))


def _annotations(text: str, quotes: Sequence[GoldQuote]) -> Iterator[str]:
    entities: dict[tuple[str, tuple[Span, ...]], str] = {}
    relations = notes = marked = 0
    for quote in quotes:
        made: list[str] = []

        def entity(kind: str, spans: tuple[Span, ...], made: list[str] = made) -> str:
            name = entities.get((kind, spans)) if kind != "Quote" else None
            if name is None:
                name = f"T{len(entities) + 1}"
                entities[(kind if kind != "Quote" else name, spans)] = name
                places = ";".join(f"{a} {b}" for a, b in spans)
                words = " ".join(" ".join(text[a:b].splitlines()) for a, b in spans)
                made.append(f"{name}\t{kind} {places}\t{words}\n")
            return name

        whole = entity("Quote", quote.parts)
        said = quote.said or GoldSaid()
        linked: dict[str, Span | None] = {"cue": quote.cue, "mention": quote.speaker}
        linked["date"] = said.date.span if said.date else None
        linked |= {key: getattr(said, key) for key in _CIRCUMSTANCES[1:]}
        for role, span in linked.items():
            if span:
                relations += 1
                target = entity(role.capitalize(), (span,))
                made.append(f"R{relations}\t{role} Arg1:{whole} Arg2:{target}\n")
        flags = {"Kind": quote.kind, "Source": quote.source_kind, "Abstained": quote.abstained}
        for name, value in {**flags, "Optional": "" if quote.optional else None}.items():
            if value is not None:
                marked += 1
                made.append(f"A{marked}\t{name} {whole} {value}".rstrip() + "\n")
        values = {key: getattr(quote, key, None) for key in _NOTES}
        values["iso"] = said.date.iso if said.date else None
        values["members"] = _MEMBERS.join(quote.members) or None
        values["said"] = "given" if quote.said else None
        note = written(values)
        if note:
            notes += 1
            made.append(f"#{notes}\tAnnotatorNotes {whole}\t{note.strip()}\n")
        yield from made


class _Statement:
    """The annotations of one ``Quote``, gathered."""

    def __init__(self, parts: tuple[Span, ...]) -> None:
        self.parts = parts
        self.linked: dict[str, Span] = {}
        self.values: dict[str, str] = {}


def read_brat(folder: Path, complete: bool = True) -> tuple[GoldDocument, ...]:
    """The documents of a BRAT collection, sorted by path; ``complete`` tells what they are.

    Raises:
        GoldError: with every annotation that cannot be read, as ``file:line: message``.
    """
    faults: list[str] = []
    texts: dict[str, str] = {}
    quotes: dict[str, tuple[GoldQuote, ...]] = {}
    places: dict[str, str] = {}
    for path in sorted(folder.rglob("*.ann")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        source = path.with_suffix(".txt")
        field: Field = "title" if name.endswith(".title") else "text"
        try:
            texts[name] = source.read_bytes().decode("utf-8")
            lines = path.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path}:1: {source.name} or the annotation cannot be read ({error})")
            continue
        places[name] = f"{path}:1"
        quotes[name], bad = _quotes(lines, texts[name], field)
        faults += [f"{path}:{number}: {message}" for number, message in bad]
    if not texts and not faults:
        faults.append(f"{folder}:1: holds no .ann files")
    if faults:
        raise GoldError(faults)
    out: list[GoldDocument] = []
    for name in texts:
        if name.endswith(".title"):
            continue
        title = f"{name}.title"
        out.append(
            GoldDocument(
                document=Document(id=name, text=texts[name], title=texts.get(title)),
                quotes=(*quotes.get(title, ()), *quotes[name]),
                complete=complete,
                group=folder.name,
                place=places[name],
            )
        )
    return tuple(out)


def _quotes(
    lines: Sequence[str], text: str, field: Field
) -> tuple[tuple[GoldQuote, ...], list[tuple[int, str]]]:
    faults: list[tuple[int, str]] = []
    spans: dict[str, tuple[str, tuple[Span, ...]]] = {}
    rest: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines, 1):
        name, _, body = line.partition("\t")
        if name.startswith("T"):
            try:
                head = body.split("\t")[0]
                kind, _, places = head.partition(" ")
                found = tuple(_span(place, len(text)) for place in places.split(";"))
            except ValueError as error:
                faults.append((number, f"cannot read the offsets of {name}: {error}"))
                continue
            spans[name] = kind, found
        elif line.strip():
            rest.append((number, name, body))
    statements = {n: _Statement(s) for n, (kind, s) in spans.items() if kind == "Quote"}
    for number, name, body in rest:
        fault = _attach(name, body, spans, statements)
        if fault:
            faults.append((number, fault))
    quotes: list[GoldQuote] = []
    for name, statement in statements.items():
        try:
            quotes.append(_quote(statement, field))
        except msgspec.ValidationError as error:
            faults.append((1, f"{name}: {error}"))
    quotes.sort(key=lambda q: q.parts[0])
    return tuple(quotes), faults


def _span(place: str, size: int) -> Span:
    start, end = map(int, place.split())
    if not 0 <= start < end <= size:
        raise ValueError(f"[{start}, {end}] lies outside the text of {size} code points")
    return start, end


def _attach(
    name: str,
    body: str,
    spans: dict[str, tuple[str, tuple[Span, ...]]],
    statements: dict[str, _Statement],
) -> str | None:
    """Give an annotation to its statement; what is wrong with it, or None."""
    words = body.split("\t")[0].split()
    if name.startswith("R") and len(words) == 3:
        source, target = words[1].removeprefix("Arg1:"), words[2].removeprefix("Arg2:")
        if source not in statements or target not in spans:
            return f"{name} joins what is not there, or not from a Quote"
        statements[source].linked[words[0]] = spans[target][1][0]
    elif name.startswith(("A", "M")) and len(words) >= 2:
        if words[1] in statements:
            value = words[2] if len(words) > 2 else "yes"
            statements[words[1]].values[words[0].casefold()] = value
    elif name.startswith("#") and len(words) >= 2:
        if words[1] in statements:
            found, wrong = attributes(" " + body.partition("\t")[2])
            if wrong:
                return f'cannot read the note from {wrong!r} on; write key="value"'
            statements[words[1]].values.update(found)
    else:
        return f"cannot read {name}"
    return None


def _quote(s: _Statement, field: Field) -> GoldQuote:
    values, linked = s.values, s.linked
    said: GoldSaid | None = None
    if "said" in values or linked.keys() & set(_CIRCUMSTANCES):
        date = linked.get("date")
        said = GoldSaid(
            date=GoldDate(span=date, iso=values.get("iso")) if date else None,
            place=linked.get("place"),
            occasion=linked.get("occasion"),
            addressee=linked.get("addressee"),
        )
    members = values.get("members", "")
    record: dict[str, Any] = {
        "parts": s.parts,
        "kind": values.get("kind", "direct"),
        "cue": linked.get("cue"),
        "speaker": linked.get("mention"),
        "name": values.get("name"),
        "source_kind": values.get("source") or ("person" if values.get("name") else None),
        "role": values.get("role"),
        "affiliation": values.get("affiliation"),
        "via": values.get("via"),
        "optional": "optional" in values,
        "abstained": values.get("abstained"),
        "field": field,
        "members": tuple(m for m in members.split(_MEMBERS) if m),
    }
    quote = msgspec.convert(record, GoldQuote)
    return msgspec.structs.replace(quote, said=said)
