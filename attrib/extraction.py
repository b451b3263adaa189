"""Articles → the bytes of a dataset: what one process does with a batch of them."""

import gc
from pathlib import Path

import msgspec

from attrib.corrections import CorrectionError, Corrections, read_corrections
from attrib.exports import articles, export
from attrib.loading import load_rules
from attrib.model import Document, Quote
from attrib.pipeline import extract_document
from attrib.rules import RuleSet
from attrib.sources import Fault

_loaded: dict[Path | None, RuleSet] = {}  # compiled once in each process
_mending: dict[str, Corrections] = {}  # read once in each process


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch gave: bytes to append to the outputs, and counts."""

    quotes: bytes
    articles: bytes
    documents: int
    found: int
    faults: tuple[Fault, ...]
    mended: tuple[str, ...] = ()  # ids of quotes that a correction was for


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """A command's wishes. Picklable, so that it can be sent to other processes.

    ``rules`` is a rule folder, ``None`` for the one that comes with attrib; ``corrections`` a
    corrections file, ``None`` for none.
    """

    rules: Path | None
    format_name: str
    kinds: frozenset[str]
    keep_articles: bool
    corrections: str | None = None

    def prepare(self) -> None:
        """Load rules and corrections into this process. Raises RuleError, CorrectionError."""
        gc.disable()  # an article leaves no cycles behind
        if self.rules not in _loaded:
            _loaded[self.rules] = load_rules(self.rules)
            gc.freeze()  # rules last as long as the process: its end need not search them
        name = self.corrections
        if name is not None:
            _mending[name] = read_corrections(Path(name).read_bytes().splitlines(), name)

    def run(self, batch: tuple[Document, ...]) -> Part:
        """The batch's quotes and articles, in order.

        An article that a fault of attrib's own makes impossible costs only itself.
        """
        rules = _loaded[self.rules]
        read: list[Document] = []
        quotes: list[Quote] = []
        faults: list[Fault] = []
        mended: list[str] = []
        corrections = _mending[self.corrections] if self.corrections is not None else None
        for document in batch:
            try:
                found = extract_document(document, rules)
            except Exception as error:
                faults.append(_own_fault(document, error))
                continue
            read.append(document)
            if corrections is not None:
                mended += (quote.quote_id for quote in found if quote.quote_id in corrections)
                found = _mend(found, corrections, faults)
            quotes += (quote for quote in found if quote.kind in self.kinds)
        return Part(
            quotes=export(self.format_name).encode(quotes),
            articles=articles.encode(read) if self.keep_articles else b"",
            documents=len(read),
            found=len(quotes),
            faults=tuple(faults),
            mended=tuple(mended),
        )


def _mend(
    quotes: tuple[Quote, ...], corrections: Corrections, faults: list[Fault]
) -> tuple[Quote, ...]:
    """The quotes as mended; one whose correction does not fit stays as it was found."""
    out: list[Quote] = []
    for quote in quotes:
        mended: Quote | None = quote
        if quote.quote_id in corrections:
            try:
                mended = corrections.apply(quote)
            except CorrectionError as error:
                cure = "the quote is kept as it was found"
                faults.append(
                    Fault(path=f"article {quote.doc_id}", message=str(error), cure=cure, lost=0)
                )
        if mended is not None:
            out.append(mended)
    return tuple(out)


def _own_fault(document: Document, error: Exception) -> Fault:
    return Fault(
        path=f"article {document.id}",
        message=f"attrib failed on it ({type(error).__name__}: {error})",
        cure="this is a fault of attrib: please report it with the article",
    )
