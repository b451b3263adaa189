"""Ranges of tokens as passages of the text they stand in."""

from attrib.mentions import Range
from attrib.model import Phrase, Span
from attrib.reading import Reading


def span(reading: Reading, r: Range) -> Span:
    """A range of tokens in code points, without the spaces behind it."""
    return reading.tokens.start(r[0]), reading.tokens.end(r[1])


def passage(reading: Reading, r: Range) -> Phrase:
    """The words of a range of tokens at their span."""
    a, b = span(reading, r)
    return Phrase(reading.tokens.text[a:b], (a, b))
