"""The way of a document through attrib, from text to quotes. Composition only."""

from collections.abc import Sequence

import msgspec

from attrib.attribute import Statement
from attrib.engine import engine
from attrib.headline import headline_quotes, top_headline
from attrib.model import Document, Quote, Span
from attrib.quoting import Quoter
from attrib.reading import Reading, read
from attrib.recognised import Recognised
from attrib.rules import RuleSet


def extract_document(
    document: Document, rules: RuleSet, recognised: Sequence[Recognised] = ()
) -> tuple[Quote, ...]:
    """The quotes of a document, title first, then by first offset. None found: empty.

    ``recognised``: names that an entity recogniser found in the text, which help the rules.
    """
    made = engine(rules)
    quoter = Quoter(made, document)
    text = read(made, document.text, "text", recognised)
    found: list[Quote] = []
    if document.title:
        found = quoter(read(made, document.title, "title"), "title")
    top = top_headline(document.text)
    if top:
        found += quoter(_apart(read(made, top, "title"), text), "text")
    said = quoter(text, "text")
    return (*headline_quotes(text, said, found), *said)


def _apart(headline: Reading, text: Reading) -> Reading:
    """The reading of a headline on top of a text, without what the text's own rules found in it."""
    said = [span for s in text.statements for span in _spans(text, s)]
    kept: list[Statement] = []
    for statement in headline.statements:
        own = _spans(headline, statement)
        if not any(a < d and c < b for a, b in own for c, d in said):
            kept.append(statement)
    return msgspec.structs.replace(headline, statements=kept)


def _spans(reading: Reading, statement: Statement) -> list[Span]:
    tokens = reading.tokens
    return [(tokens.start(a), tokens.end(b)) for a, b in statement.taken]
