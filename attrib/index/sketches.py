"""Recognising the same words in several articles: exact copies, near copies, shortened ones."""

from functools import lru_cache
from zlib import crc32

#: Statements of fewer words are the same only if they are equal: ``tidak ada`` proves nothing.
SHORT = 8
_SHINGLE = 4
_MASK = (1 << 63) - 1
#: One word in so many begins a sampled run of words.
_SAMPLED = 3


@lru_cache(maxsize=1 << 18)
def _number(word: str) -> int:
    return crc32(word.encode()) * 0x9E3779B1 & _MASK


def _fold(numbers: list[int], salt: int) -> int:
    value = salt
    for n in numbers:
        value = (value * 0x100000001B3 ^ n) & _MASK
    return value


def sketch(words: list[str]) -> tuple[int, ...]:
    """Up to four 63-bit numbers; two statements that share one may be the same.

    The first is equal for equal words and for no others (but for chance, 1 in 10¹⁸).
    """
    numbers = [_number(w) for w in words]
    exact = _fold(numbers, 1)
    if len(words) < SHORT:
        return (exact,)
    keys = [exact, _fold(numbers[:SHORT], 2)]
    runs = sorted(
        (numbers[i] * 31 + numbers[i + 1] * 17 + numbers[i + 2] * 7 + numbers[i + 3]) & _MASK
        for i in range(len(numbers) - _SHINGLE + 1)
        if numbers[i] % _SAMPLED == 0
    )
    return (*keys, *runs[:2])


def same_statement(a: list[str], b: list[str]) -> bool:
    """Whether two statements are one: nearly all runs of three words of the shorter are the longer's."""
    short, full = sorted((a, b), key=len)
    if len(short) < SHORT:
        return a == b
    mine, theirs = _runs(short), _runs(full)
    shared = len(mine & theirs)
    if shared >= 0.7 * len(mine) and len(short) >= 0.6 * len(full):
        return True
    return shared >= 0.9 * len(mine)


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))
