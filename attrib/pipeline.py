"""The way of a document through attrib, from text to quotes. Composition only."""

from collections.abc import Sequence

from attrib.engine import engine
from attrib.headline import headline_quotes
from attrib.model import Document, Quote
from attrib.quoting import Quoter
from attrib.reading import read
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
    said = quoter(text, "text")
    return (*headline_quotes(text, said, found), *said)
