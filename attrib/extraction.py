"""Articles → the bytes of a dataset: what one process does with a batch of them."""

from pathlib import Path

import msgspec

from attrib.exports import articles, export
from attrib.loading import load_rules
from attrib.model import Document, Quote
from attrib.pipeline import extract_document
from attrib.rules import RuleSet
from attrib.sources import Fault

_loaded: dict[Path | None, RuleSet] = {}  # compiled once in each process


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch gave: bytes to append to the outputs, and counts."""

    quotes: bytes
    articles: bytes
    documents: int
    found: int
    faults: tuple[Fault, ...]


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """A command's wishes. Picklable, so that it can be sent to other processes.

    ``rules`` is a rule folder, ``None`` for the one that comes with attrib.
    """

    rules: Path | None
    format_name: str
    kinds: frozenset[str]
    keep_articles: bool

    def prepare(self) -> None:
        """Load the rules into this process. Raises RuleError."""
        if self.rules not in _loaded:
            _loaded[self.rules] = load_rules(self.rules)

    def run(self, batch: tuple[Document, ...]) -> Part:
        """The batch's quotes and articles, in order.

        An article that a fault of attrib's own makes impossible costs only itself.
        """
        rules = _loaded[self.rules]
        read: list[Document] = []
        quotes: list[Quote] = []
        faults: list[Fault] = []
        for document in batch:
            try:
                found = extract_document(document, rules)
            except Exception as error:
                faults.append(_own_fault(document, error))
                continue
            read.append(document)
            quotes += (quote for quote in found if quote.kind in self.kinds)
        return Part(
            quotes=export(self.format_name).encode(quotes),
            articles=articles.encode(read) if self.keep_articles else b"",
            documents=len(read),
            found=len(quotes),
            faults=tuple(faults),
        )


def _own_fault(document: Document, error: Exception) -> Fault:
    return Fault(
        path=f"article {document.id}",
        message=f"attrib failed on it ({type(error).__name__}: {error})",
        cure="this is a fault of attrib: please report it with the article",
    )
