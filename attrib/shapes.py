"""Words in capitals with signs or marks of other scripts, told by their Unicode properties.

Apart from the lexicon, which asks it of few words in a thousand articles: ``regex`` takes as long
to start as all other imports of a command.
"""

import regex

_CAPITALS = regex.compile(r"[\p{Lu}\p{M}\p{N}.&'’/-]*\p{Lu}[\p{Lu}\p{M}\p{N}.&'’/-]*")


def capitals(word: str) -> bool:
    """Whether a word's letters are all capitals, marked or not, with no signs between but those of
    names."""
    return _CAPITALS.fullmatch(word) is not None
