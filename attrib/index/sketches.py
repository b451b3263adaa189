"""Recognising the same words in several articles: exact copies, near copies, shortened ones."""

from hashlib import blake2b
from zlib import crc32

#: Statements of fewer words are the same only if they are equal: ``tidak ada`` proves nothing.
SHORT = 8
_RUN = 4
#: One word in so many begins a sampled run of words.
_SAMPLED = 4


class _Samples(dict[str, bool]):
    """Whether a word begins a sampled run; depends on the word alone."""

    def __missing__(self, word: str) -> bool:
        if len(self) > 1_000_000:
            self.clear()
        self[word] = sampled = crc32(word.encode()) % _SAMPLED == 0
        return sampled


_samples = _Samples()


def _key(words: list[str], salt: bytes) -> int:
    digest = blake2b(" ".join(words).encode(), digest_size=8, salt=salt).digest()
    return int.from_bytes(digest, "big") >> 1


def sketch(words: list[str]) -> tuple[int, ...]:
    """Up to three 63-bit numbers; two statements that share one may be the same.

    The first is equal for equal words and for no others (but for chance, 1 in 10¹⁸).
    """
    exact = _key(words, b"exact")
    if len(words) < SHORT:
        return (exact,)
    keys = [exact, _key(words[:SHORT], b"head")]
    # Of the sampled runs the one that comes first in the alphabet.
    first = min(filter(_samples.__getitem__, words[: 1 - _RUN]), default=None)
    if first is not None:
        at = [i for i, word in enumerate(words[: 1 - _RUN]) if word == first]
        keys.append(_key(min(words[i : i + _RUN] for i in at), b"run"))
    return tuple(keys)


def same_statement(a: list[str], b: list[str]) -> bool:
    """Whether two statements are one: nearly all runs of three words of the shorter are shared."""
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
