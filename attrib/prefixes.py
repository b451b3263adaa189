"""How far a pattern gets in a sentence it does not match: the longest prefix that does."""

import re

from attrib.lexicon import Vocabulary
from attrib.mentions import Range
from attrib.pattern import Element, Group, compile_elements
from attrib.rules import Rule

_STARTS = 40  # places of a sentence at which the longest prefix is looked for


def branches(rule: Rule) -> tuple[tuple[Element, ...], ...]:
    """The alternatives of a rule's pattern, each a sequence of elements."""
    elements = rule.elements
    return elements.branches if isinstance(elements, Group) else (elements,)


class Prefixes:
    """Prefixes of patterns, compiled when first asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[str, int, int], re.Pattern[str]] = {}

    def reach(self, rule: Rule, branch: int, line: str, here: int | None) -> tuple[int, Range, int]:
        """How many elements of a branch match in a row at most, and where they do: about the
        token asked for if they do there, else as far into the sentence as they go."""
        low, high = 0, len(branches(rule)[branch])
        while low < high:  # what a longer prefix matches a shorter one does too
            middle = (low + high + 1) // 2
            if self._compiled(rule, branch, middle).search(line):
                low = middle
            else:
                high = middle - 1
        best: Range = (0, 1)
        if low:
            regex, at = self._compiled(rule, branch, low), 0
            for _ in range(_STARTS):
                m = regex.search(line, at)
                if m is None:
                    break
                inside = here is not None and m.start() <= here <= m.end()
                if inside or at == 0 or (here is None and m.end() > best[1]):
                    best = m.span()
                if inside:
                    break
                at = m.start() + 1
        return low, best, branch

    def _compiled(self, rule: Rule, branch: int, length: int) -> re.Pattern[str]:
        key = (rule.id, branch, length)
        if key not in self._known:
            text, _ = compile_elements(branches(rule)[branch][:length], self._vocabulary)
            self._known[key] = re.compile(text)
        return self._known[key]
