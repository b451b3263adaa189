"""Gold: documents with the statements that a person says are in them."""

import msgspec

from attrib.model import Abstention, Document, Field, Kind, SourceKind, Span


class GoldDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date at its span; ``iso`` None where it is not judged."""

    span: Span
    iso: str | None = None


class GoldSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances that a statement gives, each at its span; None for one it does not give."""

    date: GoldDate | None = None
    place: Span | None = None
    occasion: Span | None = None
    addressee: Span | None = None


class GoldQuote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement that is in the document.

    ``parts`` are the spans of its content, ``cue`` and ``speaker`` those of cue and mention.
    ``optional``: counts neither for nor against. ``said`` None: circumstances are not judged.
    ``who`` and ``when`` tell who judged it and at what time (ISO), None where nobody is on record.
    """

    parts: tuple[Span, ...]
    kind: Kind
    cue: Span | None
    speaker: Span | None
    name: str | None
    source_kind: SourceKind | None
    role: str | None
    affiliation: str | None
    via: str | None
    optional: bool = False
    abstained: Abstention | None = None
    field: Field = "text"
    members: tuple[str, ...] = ()
    said: GoldSaid | None = None
    who: str | None = None
    when: str | None = None


class Rejected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of the document that is no statement, though a rule took it for one."""

    parts: tuple[Span, ...]
    field: Field = "text"
    note: str | None = None
    who: str | None = None
    when: str | None = None


class GoldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document and what is true of it.

    ``complete``: every statement in it is given, so what is found beside them is wrong; if not, it
    is unjudged, save where it is ``rejected``. ``group`` is where the case comes from (a fixtures
    folder, or the gold file); ``place`` its ``file:line``.
    """

    document: Document
    quotes: tuple[GoldQuote, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    complete: bool = True
    group: str = ""
    place: str = ""
    note: str = ""

    def field_text(self, field: Field) -> str:
        """The text that offsets of a field count into."""
        return self.document.text if field == "text" else self.document.title or ""


class GoldError(ValueError):
    """Gold that cannot be read; ``faults`` lists every fault as ``file:line: id: message``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
