"""Gold: what a person says is true of a document, and the formats it is kept in.

``cases`` is the authoring format of ``fixtures/``, ``stored`` gold as JSON lines, ``brat``
stand-off annotation. :func:`read_gold` reads any of them.
"""

from attrib.gold.model import GoldDocument, GoldError, GoldQuote, GoldSaid, Rejected
from attrib.gold.reading import read_fixtures, read_gold

__all__ = [
    "GoldDocument", "GoldError", "GoldQuote", "GoldSaid", "Rejected", "read_fixtures", "read_gold",
]  # fmt: skip
