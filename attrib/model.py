"""The values that flow through attrib: a Document goes in, Quotes come out.

Every offset counts Unicode code points into the unchanged text, half-open
``[start, end)``. All types are immutable. The quote record written as JSON is
exactly :class:`Quote`; its published schema is made from these classes.
"""

from typing import Literal

import msgspec

Span = tuple[int, int]
Kind = Literal["direct", "indirect", "mixed"]
Field = Literal["text", "title"]
SourceKind = Literal["person", "group", "organization", "anonymous", "document"]
Resolution = Literal["named", "short-name", "role", "pronoun", "description", "continuation"]
Abstention = Literal["ambiguous", "no-antecedent", "no-speaker"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An article as read. ``text`` is decoded, without its byte-order mark, else unchanged."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


class Phrase(msgspec.Struct, frozen=True):
    """Words of the document at their span, verbatim."""

    text: str
    span: Span


class Content(msgspec.Struct, frozen=True):
    """What was said. Several spans (a sentence split by its attribution) are joined by `` … ``."""

    text: str
    spans: tuple[Span, ...]


class Cue(msgspec.Struct, frozen=True):
    """The reporting expression as it stands, and its lemma in the lexicon."""

    text: str
    span: Span
    lemma: str


class Office(msgspec.Struct, frozen=True):
    """A role or an affiliation as it stands; ``name``: without bracketed abbreviations."""

    text: str
    span: Span
    name: str


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who said it.

    ``name`` is the fullest form in the article, without title, rank, honorific and degree.
    ``mention`` is what stands at this quote, ``None`` if nothing does. ``antecedent`` is the
    span of the mention this one was resolved to, ``None`` for ``named``. ``members`` are the
    single names of a conjoined speaker, empty for one.
    """

    name: str
    kind: SourceKind
    mention: Phrase | None = None
    role: Office | None = None
    affiliation: Office | None = None
    resolution: Resolution = "named"
    antecedent: Span | None = None
    members: tuple[str, ...] = ()


class Date(msgspec.Struct, frozen=True):
    """A date as it stands; ``iso`` where the article gives day, month and year, else ``None``."""

    text: str
    span: Span
    iso: str | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of the act of saying; each ``None`` where the article gives none."""

    date: Date | None = None
    place: Phrase | None = None
    occasion: Phrase | None = None
    addressee: Phrase | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the document came from, as given by its metadata."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """One attributed statement: the record that everything else reads."""

    schema: Literal[1] = 1
    quote_id: str
    doc_id: str
    kind: Kind
    field: Field = "text"
    content: Content
    cue: Cue | None
    speaker: Speaker | None
    abstained: Abstention | None = None
    via: Phrase | None = None
    continues: str | None = None
    said: Said
    rule: str
    rules: str
    confidence: float | None = None
    document: Source
