"""Spellings of one organisation's name: by sound, spaces, order of words and slips of the pen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrib.identity.gazetteer import TIERS, listed_words
from attrib.identity.names import sound

_ROMAN = re.compile("[ivxlcdm]+")
#: Shorter words are not taken for mistyped ones, nor a word of a name that is hardly longer.
_LONG = 7
#: So many words in another order are the same name.
_MANY = 3


def one_spelling(weight: Mapping[str, int]) -> dict[str, str]:
    """Canonical name → the spelling that stands for all of its own. ``weight``: articles of each.

    The outcome depends on the names and their weight, not on their order.
    """
    known = sorted(weight, key=lambda k: (-weight[k], k))
    leader: dict[str, str] = {}

    def lead(key: str) -> str:
        while leader.get(key, key) != key:
            key = leader[key]
        return key

    def join(keys: Iterable[str]) -> None:
        first, *rest = sorted({lead(k) for k in keys}, key=lambda k: (-weight[k], k))
        for other in rest:
            leader[other] = first

    alike = defaultdict[tuple[str, str], list[str]](list)
    for key in known:
        for reading in _readings(key):
            alike[reading].append(key)
    for keys in alike.values():
        join(keys)
    for key in known:
        for meant in _meant(key, weight):
            join((key, meant))
    return {key: lead(key) for key in known}


def _readings(key: str) -> Iterable[tuple[str, str]]:
    words = key.split()
    yield "sound", _spoken(words)
    if len(words) < _LONG and not any(c.isdigit() for c in key):
        yield "one word", "".join(words)
    if len(words) >= _MANY and len(set(words)) == len(words) and not TIERS & set(words):
        yield "order", " ".join(sorted(words))


def _spoken(words: list[str]) -> str:
    """The name as it sounds, in one word: ``Air Asia`` is ``AirAsia``.

    Numbers and short words, Roman numerals too, stand for themselves.
    """
    spoken = ""
    for word in words:
        spelt = len(word) < 5 or not word.isalpha() or _ROMAN.fullmatch(word)
        heard = word if spelt else sound(word)
        spoken += heard[1:] if not spelt and spoken[-1:] == heard[:1] else heard
    return spoken


def _meant(key: str, weight: Mapping[str, int]) -> Iterable[str]:
    """Names that this one is a slip for: one unknown word where the other has a known one."""
    words = key.split()
    if len(words) < 2:
        return
    for i, word in enumerate(words):
        if not word.isalpha() or word in listed_words():
            continue
        for near in _neighbours(word):
            other = " ".join((*words[:i], near, *words[i + 1 :]))
            if other in weight and weight[other] >= weight[key]:
                yield other


def _neighbours(word: str) -> Iterable[str]:
    """Known long words that differ from it in one letter, or two neighbours changed about."""
    # Imported here: most searches need it not.
    from rapidfuzz.distance import OSA

    for known in _by_shape().get((word[0], len(word)), ()):
        if OSA.distance(word, known, score_cutoff=1) == 1:
            yield known


_SHAPES: dict[tuple[str, int], list[str]] = {}


def _by_shape() -> dict[tuple[str, int], list[str]]:
    """Known long words by their first letter and the lengths that one slip may give them."""
    if not _SHAPES:
        for known in sorted(listed_words()):
            if len(known) >= _LONG and known.isalpha():
                for length in (len(known) - 1, len(known), len(known) + 1):
                    _SHAPES.setdefault((known[0], length), []).append(known)
    return _SHAPES
