"""Names that an entity recogniser found, made known to the rules.

The rules read classes of tokens, so that is where a recogniser's knowledge goes in: the words of
a person get the shape of a name the article uses, an institution becomes one unit of the list
``org``. What a recogniser calls a name but the lists call a title or an office is left to the
rules, which tell role from name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from attrib.model import Span
from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS
from attrib.rules import RuleSet
from attrib.text import Tokens

_OFFICES = ("role-fused", "role-head", "role-prefix", "honorific", "rank", "rank-branch")
_UNITS = frozenset("".join(QUOTATIONS.values()) + PARAGRAPH)


class Recognised(msgspec.Struct, frozen=True):
    """A name somebody else found, at code points of the text."""

    span: Span
    kind: Literal["person", "organization"]


class Recognition:
    """Marks recognised names in the characters of a text. Built once from a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        chars = rules.vocabulary.characters
        self._known = rules.vocabulary.known
        self._offices = frozenset[str]().union(*map(chars, _OFFICES))
        # degrees and particles inside a name, full stops of initials: the rules know their place
        self._apart = chars("degree") | chars("name-particle") | chars("Sign") | chars("Num")
        others = (chars(name) for name in rules.lexicons if name != "org")
        # the character of a capitalised word that is in the list of institutions and no other;
        # none where a rule folder has no such list
        self._body = min((chars("org") & chars("Cap")).difference(*others), default=None)

    def __call__(self, tokens: Tokens, codes: str, found: Sequence[Recognised]) -> str:
        """``codes``, one character a token, with the names marked.

        A name that is out of the text, or that cuts a quotation or a paragraph, is passed over.
        """
        if not found:
            return codes
        out = list(codes)
        for name in found:
            start, end = name.span
            if not 0 <= start < end <= len(tokens.text):
                continue
            a = bisect_right(tokens.starts, start) - 1
            b = bisect_left(tokens.starts, end)
            while a < b and out[a] in self._offices:
                a += 1
                while a < b and (out[a] == CONTINUES or tokens.forms[a].startswith(".")):
                    a += 1
            if a == b or out[a] == CONTINUES or not _UNITS.isdisjoint(out[a:b]):
                continue
            if name.kind == "person":
                for i in range(a, b):
                    if out[i] != CONTINUES and out[i] not in self._apart:
                        out[i] = self._known(out[i])
            elif self._body and (b == len(out) or out[b] != CONTINUES) and start >= tokens.start(a):
                out[a] = self._body
                out[a + 1 : b] = CONTINUES * (b - a - 1)
        return "".join(out)
