"""A small extractor for tests of reading, writing and showing: "words," kata Name."""

import re

from attrib.model import Content, Cue, Document, Office, Phrase, Quote, Said, Source, Speaker
from attrib.rules import RuleSet

_SAID = re.compile(
    r'"(?P<content>[^"]+)" (?P<cue>kata|ujar) (?:(?P<role>Bupati) )?(?P<name>[A-Z]\w+)'
)


def quotes_in(document: Document) -> tuple[Quote, ...]:
    """The quotes, direct after ``kata`` and (for the sake of ``--kind``) mixed after ``ujar``."""
    if "KEGAGALAN" in document.text:
        raise ArithmeticError("as asked")
    found = enumerate(_SAID.finditer(document.text))
    return tuple(_quote(document, number, match) for number, match in found)


def extract_document(document: Document, rules: RuleSet) -> tuple[Quote, ...]:
    """In the place of :func:`attrib.pipeline.extract_document`."""
    return quotes_in(document)


def _quote(document: Document, number: int, match: re.Match[str]) -> Quote:
    role = Office(match["role"], match.span("role"), match["role"]) if match["role"] else None
    return Quote(
        quote_id=f"{document.id}:{number:012x}",
        doc_id=document.id,
        kind="direct" if match["cue"] == "kata" else "mixed",
        content=Content(match["content"], (match.span("content"),)),
        cue=Cue(match["cue"], match.span("cue"), match["cue"]),
        speaker=Speaker(
            name=match["name"],
            kind="person",
            mention=Phrase(match["name"], match.span("name")),
            role=role,
        ),
        said=Said(),
        rule="test.said",
        rules="00000000",
        confidence=0.5,
        document=Source(
            title=document.title,
            outlet=document.outlet,
            url=document.url,
            published=document.published,
        ),
    )
