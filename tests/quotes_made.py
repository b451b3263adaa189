"""Quote records made up for the tests of identity, index and search."""

from hashlib import blake2b

from attrib.model import Content, Cue, Office, Phrase, Quote, Said, Source, SourceKind, Speaker
from attrib.records import encode


def quote(
    doc_id: str,
    text: str,
    name: str | None = "Budi Santoso",
    *,
    kind: SourceKind = "person",
    role: str | None = None,
    affiliation: str | None = None,
    outlet: str | None = "Kabar Kita",
    day: str | None = "2024-03-09",
    title: str | None = None,
    via: str | None = None,
    members: tuple[str, ...] = (),
    start: int = 0,
) -> Quote:
    """A direct quote; offsets point at ``start`` and are right only for articles made to fit."""
    mark = blake2b(text.encode(), digest_size=6).hexdigest()
    speaker = None
    if name is not None:
        speaker = Speaker(
            name=name,
            kind=kind,
            mention=Phrase(name, (0, len(name))),
            role=Office(role, (0, len(role)), role) if role else None,
            affiliation=(
                Office(affiliation, (0, len(affiliation)), affiliation) if affiliation else None
            ),
            members=members,
        )
    return Quote(
        quote_id=f"{doc_id}:{mark}",
        doc_id=doc_id,
        kind="direct",
        content=Content(text, ((start, start + len(text)),)),
        cue=Cue("kata", (0, 4), "kata"),
        speaker=speaker,
        abstained=None if name else "no-speaker",
        via=Phrase(via, (0, len(via))) if via else None,
        said=Said(),
        rule="quote.test",
        rules="00000000",
        confidence=0.9,
        document=Source(title=title, outlet=outlet, url=None, published=day),
    )


def lines(*quotes: Quote) -> bytes:
    """The records as JSON lines."""
    return b"".join(encode(q) + b"\n" for q in quotes)
