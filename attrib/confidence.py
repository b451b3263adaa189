"""How far each rule can be trusted: the share of its judged hits that are right.

``confidence.json`` in the rule folder holds, by rule, right and wrong hits on judged articles in
five parts, and the checksums of those articles. A rule's confidence is the Wilson lower bound
over all parts; for an article that was itself judged, over the other four, so that no article
vouches for itself. The file is written by ``attrib review --update-confidence``.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from math import sqrt
from pathlib import Path

import msgspec

FILE = "confidence.json"
PARTS = 5
_DIGITS = 12  # hex digits of a checksum that tell one article from another
_ROUNDED = 3
_Z = 1.959963984540054  # two-sided 95 %

Tally = tuple[int, int]


def wilson(right: int, judged: int) -> float | None:
    """The lower end of the 95 % interval of a share (Wilson 1927); None if nothing was judged."""
    if not judged:
        return None
    share, z2 = right / judged, _Z * _Z
    middle = share + z2 / (2 * judged)
    margin = _Z * sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged))
    return (middle - margin) / (1 + z2 / judged)


class ConfidenceError(ValueError):
    """A confidence file that cannot be read; the message names it and what to do."""


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was judged. ``gold`` names the gold; ``rules``: rule → (right, wrong) in each part;
    ``articles``: the first hex digits of the SHA-256 of each judged text."""

    gold: str = ""
    rules: dict[str, tuple[Tally, ...]] = {}
    articles: frozenset[str] = frozenset()

    def part(self, text: str) -> int | None:
        """The part that an article was judged in; None if it was not."""
        if not self.articles:
            return None
        checksum = _checksum(text)
        return part_of(checksum) if checksum in self.articles else None

    def of(self, rule: str, part: int | None = None) -> float | None:
        """The confidence of a rule's hits in an article of a part (None: not judged); None for a
        rule that was never judged on other articles."""
        right, wrong = self.tally(rule, part)
        bound = wilson(right, right + wrong)
        return None if bound is None else round(bound, _ROUNDED)

    def tally(self, rule: str, part: int | None = None) -> Tally:
        """Right and wrong hits of a rule in all judged articles but those of a part."""
        tallies = [t for i, t in enumerate(self.rules.get(rule, ())) if i != part]
        return sum(r for r, _ in tallies), sum(w for _, w in tallies)


def _checksum(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def part_of(checksum: str) -> int:
    """The part an article belongs to, by its text alone."""
    return int(checksum[:_DIGITS], 16) % PARTS


def tallied(gold: str, hits: Iterable[tuple[str, str, bool]]) -> Confidence:
    """Confidence from judged hits: (text of the article, rule, whether it is right)."""
    rules: dict[str, list[list[int]]] = {}
    articles: dict[str, str] = {}
    for text, rule, right in hits:
        checksum = articles.get(text) or articles.setdefault(text, _checksum(text))
        tally = rules.setdefault(rule, [[0, 0] for _ in range(PARTS)])
        tally[part_of(checksum)][not right] += 1
    return Confidence(
        gold=gold,
        rules={r: tuple((a, b) for a, b in parts) for r, parts in sorted(rules.items())},
        articles=frozenset(articles.values()),
    )


def encode_confidence(confidence: Confidence) -> bytes:
    """The confidence file, a rule a line."""
    encode = msgspec.json.encode
    lines = [
        f"  {encode(rule).decode()}: {encode(parts).decode()}"
        for rule, parts in confidence.rules.items()
    ]
    articles = encode(sorted(confidence.articles)).decode()
    return (
        f'{{\n "gold": {encode(confidence.gold).decode()},\n "rules": {{\n'
        + ",\n".join(lines)
        + f'\n }},\n "articles": {articles}\n}}\n'
    ).encode()


@cache
def load_confidence(directory: Path) -> Confidence:
    """The confidence of a rule folder; empty if it has none. Raises ConfidenceError."""
    path = directory / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Confidence)
    except FileNotFoundError:
        return Confidence()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfidenceError(
            f"{path}: {error}; write it anew with attrib review --update-confidence"
        ) from None


@cache
def _stated(directory: Path, part: int | None) -> Mapping[str, float | None]:
    confidence = load_confidence(directory)
    return {rule: confidence.of(rule, part) for rule in confidence.rules}


def stated(directory: Path, text: str) -> Mapping[str, float | None]:
    """Rule → its confidence in an article of this text, by the file of a rule folder. Raises
    ConfidenceError."""
    return _stated(directory, load_confidence(directory).part(text))
