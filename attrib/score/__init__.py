"""Scores: found quotes judged against gold. Pure; nothing here reads or writes a file."""

from attrib.score.compare import Comparison, Judgement, compare, word_offsets
from attrib.score.figures import Figures, figures, rate
from attrib.score.passing import shortcomings

__all__ = [
    "Comparison", "Figures", "Judgement", "compare", "figures", "rate", "shortcomings",
    "word_offsets",
]  # fmt: skip
