"""Words as searched: case, diacritics, clitics and the common affixes of Indonesian folded away.

The stemmer is Snowball's Indonesian one (after Tala 2003), which needs no root list.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, cast

from attrib.identity.wordlists import word_list

#: Changes whenever :func:`words` or :func:`stem` would give other results.
FOLDING = 1

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text in order, folded, not stemmed; hyphens part words, apostrophes vanish."""
    if text.isascii():
        found = _WORD.findall(text.lower())
        return found if "'" not in text else [w.replace("'", "") for w in found]
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    found = _WORD.findall(plain)
    if "'" in plain or "’" in plain or "‘" in plain or "ʼ" in plain:
        return [re.sub("['’‘ʼ]", "", w) for w in found]
    return found


class _Stems(dict[str, str]):
    """Stems of words met; a plain look-up for all but new words, which come by the million."""

    def __missing__(self, word: str) -> str:
        if len(self) > 1_000_000:
            self.clear()
        self[word] = found = _stem(word)
        return found


_stems = _Stems()


def stem(word: str) -> str:
    """The stem of a folded word; the word itself if it is short, a number or not Latin."""
    return _stems[word]


def stemmed(folded: Iterable[str]) -> str:
    """The stems of folded words, joined by spaces."""
    return " ".join(map(_stems.__getitem__, folded))


def _stem(word: str) -> str:
    if len(word) < 5 or not word.isascii() or not word.isalpha():
        return word
    result = _stemmer().stemWord(word)
    return result if len(result) > 2 else word


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802 (Snowball's own name)
        ...


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    # Imported here: a search whose words the index knows reads their stems from it.
    import snowballstemmer  # type: ignore[import-untyped]

    return cast("_Stemmer", snowballstemmer.stemmer("indonesian"))


class _Telling(dict[str, bool]):
    """Whether a word says what a text is about."""

    def __missing__(self, word: str) -> bool:
        if len(self) > 1_000_000:
            self.clear()
        tells = len(word) > 3 and not word[0].isdigit() and word not in word_list("search/stop")
        self[word] = tells
        return tells


_telling = _Telling()


def telling(folded: list[str]) -> list[str]:
    """The distinct words that say what a text is about, at most twelve, in order."""
    return list(dict.fromkeys(filter(_telling.__getitem__, folded)))[:12]
