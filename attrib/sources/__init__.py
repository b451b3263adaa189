"""Reading articles: paths in, Documents out, every piece of bad input reported and passed over.

One small module a format. :class:`Corpus` is the way in; :class:`Fault` is what it reports.
"""

from attrib.sources.corpus import Corpus
from attrib.sources.fault import Fault
from attrib.sources.jsonl import FieldNames

__all__ = ["Corpus", "Fault", "FieldNames"]
