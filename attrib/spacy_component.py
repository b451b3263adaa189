"""The spaCy pipe: ``nlp.add_pipe("attrib")``. ``docs/spacy.md`` shows how it is used.

spaCy imports this module for every pipeline it makes once attrib is installed, so that the rules
and what reads them are imported with the first document.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from attrib import records
from attrib.model import Cue, Document, Office, Phrase, Quote

if TYPE_CHECKING:
    from attrib.recognised import Recognised

QUOTES = "quotes"  # the span group of what was said
PARTS = "quote_parts"  # the span group of what was said, the cue, the speaker …
_RECORDS = "records"  # in the attributes of the group QUOTES, which spaCy stores with the Doc
_ARTICLE = "attrib_document"  # in Doc.user_data

# displaCy's colours of the labels of both groups, by their upper case
COLORS = {
    "DIRECT": "#9ecae1",
    "MIXED": "#bcbddc",
    "INDIRECT": "#c7e9c0",
    "CONTENT": "#c6dbef",
    "CUE": "#fdae6b",
    "SPEAKER": "#fb9a99",
    "ROLE": "#fdd0a2",
    "AFFILIATION": "#d9d9d9",
    "VIA": "#ffffb3",
}


@Language.factory(
    "attrib",
    assigns=["doc._.quotes", "doc.spans"],
    default_config={
        "rules": None,
        "persons": ["PERSON", "PER"],
        "organizations": ["ORG", "ORGANIZATION", "ORGANISATION"],
    },
)
def make_attrib(
    nlp: Language,
    name: str,
    rules: str | None,
    persons: list[str],
    organizations: list[str],
) -> QuoteExtractor:
    """The pipe that ``nlp.add_pipe("attrib")`` adds.

    ``rules`` is a rule folder, None for the one that comes with attrib. ``persons`` and
    ``organizations`` are labels of ``doc.ents`` that help with names; with empty lists entities
    are not looked at.
    """
    for taken in _taken():
        warnings.warn(
            f"the extension {taken!r} belongs to another component; "
            "what attrib found is in doc.spans['quotes'] and in span._.quote",
            stacklevel=2,
        )
    return QuoteExtractor(
        rules=Path(rules) if rules is not None else None,
        persons=frozenset(persons),
        organizations=frozenset(organizations),
    )


def blank() -> Language:
    """A new Indonesian pipeline with attrib's own tokenizer and pipe, ready to use.

    Built in a fraction of a second, where ``spacy.blank("id")`` takes several.
    """
    from attrib.spacy_tokenizer import TOKENIZER

    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("attrib")
    return nlp


class QuoteExtractor:
    """Sets ``doc.spans["quotes"]``, ``doc.spans["quote_parts"]`` and thereby ``doc._.quotes``.

    Holds settings only, so that it can be sent to other processes. The rules are loaded, and
    their faults raised as RuleError, with the first document.
    """

    def __init__(
        self, *, rules: Path | None, persons: frozenset[str], organizations: frozenset[str]
    ) -> None:
        self.rules = rules
        self.persons = persons
        self.organizations = organizations

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its quotes, in the place of any it had."""
        from attrib.loading import load_rules
        from attrib.pipeline import extract_document

        quotes = extract_document(
            article(doc), load_rules(self.rules), tuple(self._recognised(doc))
        )
        doc.spans[QUOTES] = SpanGroup(
            doc,
            name=QUOTES,
            attrs={_RECORDS: {q.quote_id: records.encode(q).decode() for q in quotes}},
            spans=[
                _snap(doc, span, quote.kind, quote)
                for quote in quotes
                if quote.field == "text"
                for span in quote.content.spans
            ],
        )
        doc.spans[PARTS] = SpanGroup(
            doc,
            name=PARTS,
            spans=[
                _snap(doc, span, label, quote)
                for quote in quotes
                if quote.field == "text"
                for label, span in _parts(quote)
            ],
        )
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Keep a rule folder of the user's own with the pipeline."""
        if self.rules is not None:
            kept = Path(path) / "rules"
            (kept / "lexicons").mkdir(parents=True, exist_ok=True)
            for pattern in ("*.toml", "lexicons/*.txt"):
                for file in self.rules.glob(pattern):
                    shutil.copyfile(file, kept / file.relative_to(self.rules))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> QuoteExtractor:
        """Use the rule folder kept with the pipeline, wherever it was first."""
        kept = Path(path) / "rules"
        if kept.is_dir():
            self.rules = kept
        return self

    def _recognised(self, doc: Doc) -> Iterator[Recognised]:
        from attrib.recognised import Recognised

        for entity in doc.ents:
            span = (entity.start_char, entity.end_char)
            if entity.label_ in self.persons:
                yield Recognised(span, "person")
            elif entity.label_ in self.organizations:
                yield Recognised(span, "organization")


def article(doc: Doc) -> Document:
    """The Doc as the document it was read from, by default one of the id ``text``."""
    known = doc.user_data.get(_ARTICLE, {"id": "text"})
    return msgspec.convert({**known, "text": doc.text}, Document)


def set_article(doc: Doc, document: Document) -> None:
    """Give a Doc the id and metadata of its document, before the pipe sees it.

    Raises:
        ValueError: the Doc was made from another text, to which offsets would not fit.
    """
    if doc.text != document.text:
        raise ValueError(
            f"document {document.id!r} has another text than the Doc; make it from document.text"
        )
    known: dict[str, object] = msgspec.to_builtins(document)
    del known["text"]
    doc.user_data[_ARTICLE] = known


def quotes_of(doc: Doc) -> tuple[Quote, ...]:
    """The quotes of a Doc as records; empty for none, or where the pipe has not been."""
    return tuple(map(records.decode, _stored(doc).values()))


def quote_of(span: Span) -> Quote | None:
    """The quote that a span of either group belongs to; None for any other span."""
    record = _stored(span.doc).get(span.id_) if span.id else None
    return None if record is None else records.decode(record)


def _stored(doc: Doc) -> dict[str, str]:
    """Quote id → record, as JSON: the attributes of a group hold only what msgpack can write."""
    group = doc.spans.get(QUOTES)
    found: dict[str, str] = group.attrs.get(_RECORDS, {}) if group is not None else {}
    return found


def _parts(quote: Quote) -> Iterator[tuple[str, tuple[int, int]]]:
    for span in quote.content.spans:
        yield "content", span
    who = quote.speaker
    phrases: tuple[tuple[str, Cue | Phrase | Office | None], ...] = (
        ("cue", quote.cue),
        ("speaker", who.mention if who else None),
        ("role", who.role if who else None),
        ("affiliation", who.affiliation if who else None),
        ("via", quote.via),
    )
    for label, phrase in phrases:
        if phrase is not None:
            yield label, phrase.span


def _snap(doc: Doc, span: tuple[int, int], label: str, quote: Quote) -> Span:
    """The whole tokens that a stretch of the text touches: no less than was found."""
    found = doc.char_span(*span, label=label, span_id=quote.quote_id, alignment_mode="expand")
    if found is None:  # the record and the Doc are of different texts
        raise ValueError(f"{quote.quote_id}: {label} {span} is not in the Doc")
    return found


def _part(span: Span, label: str) -> Span | None:
    quote = quote_of(span)
    if quote is None or quote.field != "text":
        return None
    place = next((at for name, at in _parts(quote) if name == label), None)
    return None if place is None else _snap(span.doc, place, label, quote)


# The getters have names of their own, for spaCy sends them to the processes it spawns.
def _cue(span: Span) -> Span | None:
    return _part(span, "cue")


def _mention(span: Span) -> Span | None:
    return _part(span, "speaker")


def _role(span: Span) -> Span | None:
    return _part(span, "role")


def _affiliation(span: Span) -> Span | None:
    return _part(span, "affiliation")


def _speaker(span: Span) -> str | None:
    quote = quote_of(span)
    return quote.speaker.name if quote and quote.speaker else None


def _rule(span: Span) -> str | None:
    quote = quote_of(span)
    return quote.rule if quote else None


_DOC: dict[str, Callable[[Doc], object]] = {"quotes": quotes_of}
_SPAN: dict[str, Callable[[Span], object]] = {
    "quote": quote_of,
    "cue": _cue,
    "speaker": _speaker,
    "mention": _mention,
    "role": _role,
    "affiliation": _affiliation,
    "rule": _rule,
}


def _taken() -> list[str]:
    """The extensions that some other component has."""
    doc = [f"doc._.{n}" for n, get in _DOC.items() if Doc.get_extension(n)[2] is not get]
    return doc + [f"span._.{n}" for n, get in _SPAN.items() if Span.get_extension(n)[2] is not get]


def _register() -> None:
    # An error here would be one in every pipeline of spaCy's: a name that is taken stays so.
    for name, get in _DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=get)
    for name, part in _SPAN.items():
        if not Span.has_extension(name):
            Span.set_extension(name, getter=part)


_register()
