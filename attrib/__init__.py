"""Who said what in Indonesian news.

>>> from attrib import extract
>>> quote = extract('"Kami siap membantu," kata Bupati Bogor Ade Wijaya, Senin.')[0]
>>> quote.speaker.name, quote.speaker.role.text, quote.cue.text
('Ade Wijaya', 'Bupati Bogor', 'kata')
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from attrib.model import Document, Quote
    from attrib.rules import RuleError, RuleSet

__version__ = "0.1.0"
__all__ = ["Document", "Quote", "RuleError", "RuleSet", "blank", "extract", "load_rules"]

_HOME = {
    "Document": "attrib.model",
    "Quote": "attrib.model",
    "RuleError": "attrib.rules",
    "RuleSet": "attrib.rules",
    "load_rules": "attrib.loading",
    "blank": "attrib.spacy_component",
}


def extract(
    document: "str | Document", *, rules: "RuleSet | Path | str | None" = None
) -> "tuple[Quote, ...]":
    """The quotes of an article, ordered by first offset; none found: empty.

    ``document`` is a text, or a Document with id, title and metadata. ``rules`` is a rule set, a
    folder of rules, or None for attrib's own, which are loaded at the first call and kept. Safe to
    call from several threads. Raises RuleError where the rules have faults.
    """
    from attrib.loading import load_rules
    from attrib.model import Document
    from attrib.pipeline import extract_document
    from attrib.rules import RuleSet

    if not isinstance(rules, RuleSet):
        rules = load_rules(rules)
    if isinstance(document, str):
        document = Document(id="text", text=document)
    return extract_document(document, rules)


def __getattr__(name: str) -> Any:
    # the package's names are loaded when first used: a command pays for what it needs
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'attrib' has no attribute {name!r}")
