"""A quote record as the values the index keeps of it. Pure: the same record gives the same row."""

import re
import zlib
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import msgspec

from attrib.identity.names import name_key
from attrib.identity.organisations import organisation_key
from attrib.identity.scope import BODIES, stays_in_article
from attrib.index.folding import stemmed, telling, words
from attrib.index.sketches import sketch
from attrib.model import Office, Quote, Source
from attrib.records import decode, encode

KINDS: Final = ("direct", "indirect", "mixed")
SOURCE_KINDS: Final = ("person", "group", "organization", "anonymous", "document")
_KIND_NUMBER: Final = {k: i for i, k in enumerate(KINDS)}
_SOURCE_NUMBER: Final = {k: i for i, k in enumerate(SOURCE_KINDS)}
# No newspaper bears this year.
_NO_YEAR = 2100
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MARK: Final = re.compile(r"[0-9a-f]{12}")

# What every record holds: compressing against it makes short records small.
_SKELETON: Final = (
    b'"speaker":null,"abstained":"ambiguous""no-antecedent""no-speaker""continues":null,'
    b'"role":null,"affiliation":null,"resolution":"pronoun""short-name""role""description"'
    b'"continuation","kind":"organization""group""anonymous""document"kanmenyanberdari yang untuk '
    b"dengan tidak akan dalam sudah kita kami mereka adalah bisa ada pada juga karena "
    b'","lemma":"mengatakan""ujar""kata""menurut""menjelaskan""tutur""menyebut""ungkap","kind":'
    b'"indirect""mixed","field":"text","content":{"text":"","spans":[[]]},"cue":{"text":"kata",'
    b'"span":[],"lemma":"kata"},"speaker":{"name":"","kind":"person","mention":{"text":"","span":[]},'
    b'"role":{"text":"","span":[],"name":""},"affiliation":{"text":"","span":[],"name":""},'
    b'"resolution":"named","antecedent":null,"members":[]},"abstained":null,"via":null,'
    b'"continues":null,"said":{"date":null,"place":null,"occasion":null,"addressee":null},'
    b'"rule":"quote.","rules":"","confidence":0.9,"document":{"title":"","outlet":"detik.com",'
    b'"url":"https://www.liputan6.com/read/","published":"2025-0'
    b'{"schema":1,"quote_id":"","doc_id":"","kind":"direct","field":"text","content":{"text":"'
)


class RowError(ValueError):
    """A record that cannot be indexed as it is; the message says why."""


_NOTHING: Final[tuple[frozenset[str], str]] = (frozenset(), "")


class Voice(msgspec.Struct, frozen=True, gc=False):
    """A source as an article names it. ``scoped``: it means nobody outside that article."""

    name: str
    kind: str
    role: str | None
    affiliation: str | None
    scoped: bool


class Row(msgspec.Struct, frozen=True, gc=False):
    """What is kept of a quote. ``members`` are the single voices of a conjoined speaker."""

    doc_id: str
    source: Source
    cue: str | None
    via: str | None
    rule: str
    confidence: float | None
    mark: int
    digest: int
    voice: Voice | None
    members: tuple[Voice, ...]
    day: int | None
    kind: int
    source_kind: int | None
    telling: str
    sketch: tuple[int, ...]
    said: str
    speaker: str
    title: str
    record: bytes


def day_of(published: str | None) -> int | None:
    """The day as ``YYYYMMDD`` of a date that begins ``YYYY-MM-DD``; ``None`` for anything else.

    A mistyped year (2923) is no date: it would stand before all others for ever.
    """
    found = _DAY.match(published) if published else None
    if found and int(found[1]) >= _NO_YEAR:
        return None
    return int(found[1]) * 10000 + int(found[2]) * 100 + int(found[3]) if found else None


def row_of(quote: Quote) -> Row:
    """The row of a record. Raises :class:`RowError` if ``quote_id`` is not made of ``doc_id``."""
    return row_and_words(quote)[0]


def row_and_words(quote: Quote) -> tuple[Row, frozenset[str]]:
    """The row of a record, and every word, folded, that the quote can be found by.

    Raises :class:`RowError` if ``quote_id`` is not made of ``doc_id``.
    """
    head, _, mark = quote.quote_id.rpartition(":")
    if head != quote.doc_id or not _MARK.fullmatch(mark):
        raise RowError(
            f"quote_id {quote.quote_id!r} is not doc_id, colon and 12 hex digits; extract it again"
        )
    said = words(quote.content.text)
    source = quote.speaker
    by = _speaker(source.name, source.kind, source.role, source.affiliation) if source else _NOTHING
    about = _folded(quote.document.title) if quote.document.title else _NOTHING
    voice, members = voices_of(quote)
    when = day_of(quote.document.published)
    if when is None and quote.said.date is not None:
        when = day_of(quote.said.date.iso)
    encoded = encode(quote)
    row = Row(
        doc_id=quote.doc_id,
        source=quote.document,
        cue=quote.cue.lemma if quote.cue else None,
        via=quote.via.text if quote.via else None,
        rule=quote.rule,
        confidence=quote.confidence,
        mark=int(mark, 16),
        digest=int.from_bytes(blake2b(encoded, digest_size=8).digest(), "big", signed=True),
        voice=voice,
        members=members,
        day=when,
        kind=_KIND_NUMBER[quote.kind],
        source_kind=_SOURCE_NUMBER[source.kind] if source else None,
        telling=" ".join(telling(said)),
        sketch=sketch(said),
        said=stemmed(said),
        speaker=by[1],
        title=about[1],
        record=_pack(encoded),
    )
    return row, by[0].union(said, about[0])


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> tuple[frozenset[str], str]:
    """The words and the stems of a title, which every quote of an article has."""
    found = words(text)
    return frozenset(found), stemmed(found)


@lru_cache(maxsize=1 << 16)
def _speaker(
    name: str, kind: str, role: Office | None, affiliation: Office | None
) -> tuple[frozenset[str], str]:
    """The words and the stems of who said it, other usual names of theirs included."""
    found = words(name)
    if kind == "person":
        found += name_key(name).tokens
    elif kind in BODIES:
        found += organisation_key(name).split()
    if role is not None:
        found += words(role.text)
    if affiliation is not None:
        found += words(affiliation.text)
        found += organisation_key(affiliation.name).split()
    distinct = dict.fromkeys(found)
    return frozenset(distinct), stemmed(distinct)


_voice = lru_cache(maxsize=1 << 17)(
    lambda name, kind, role, home: Voice(
        name, kind, role, home, stays_in_article(kind, name, role, home)
    )
)


def voices_of(quote: Quote) -> tuple[Voice | None, tuple[Voice, ...]]:
    """The speaker's voice, and those of its members; ``None`` and none if nobody is named."""
    source = quote.speaker
    if source is None:
        return None, ()
    role = source.role.name if source.role else None
    home = source.affiliation.name if source.affiliation else None
    if len(source.members) < 2:
        return _voice(source.name, source.kind, role, home), ()
    voices = tuple(_voice(n, source.kind, role, home) for n in dict.fromkeys(source.members))
    return (voices[0], ()) if len(voices) == 1 else (None, voices)


def _pack(encoded: bytes) -> bytes:
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, _SKELETON)
    return squeeze.compress(encoded) + squeeze.flush()


def unpack_json(record: bytes) -> bytes:
    """The record as its JSON line, without a line end. Raises ``zlib.error`` if it is damaged."""
    stretch = zlib.decompressobj(-15, _SKELETON)
    return stretch.decompress(record) + stretch.flush()


def unpack(record: bytes) -> Quote:
    """The record. Raises ``zlib.error`` or ``RecordError`` if it is damaged."""
    return decode(unpack_json(record))
