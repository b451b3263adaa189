"""Words as searched: case, diacritics, clitics and the common affixes of Indonesian folded away.

The stemmer is Snowball's Indonesian one (after Tala 2003), which needs no root list.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Protocol, cast

from attrib.identity.wordlists import word_list

#: Changes whenever :func:`words` or :func:`stem` would give other results.
FOLDING = 1

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text in order, folded but not stemmed; hyphens part words, apostrophes vanish."""
    if text.isascii():
        found = _WORD.findall(text.lower())
        return found if "'" not in text else [w.replace("'", "") for w in found]
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    found = _WORD.findall(plain)
    if "'" in plain or "’" in plain or "‘" in plain or "ʼ" in plain:
        return [re.sub("['’‘ʼ]", "", w) for w in found]
    return found


@lru_cache(maxsize=1 << 19)
def stem(word: str) -> str:
    """The stem of a folded word; the word itself where it is short, a number or not in Latin script."""
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


def telling(folded: list[str]) -> list[str]:
    """The distinct words that say what a text is about, at most twelve, in order."""
    stop = word_list("search/stop")
    found = dict.fromkeys(w for w in folded if len(w) > 3 and w not in stop and not w[0].isdigit())
    return list(found)[:12]
