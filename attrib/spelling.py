"""How two spellings of a name differ, and what is made of its beginnings."""

from itertools import groupby

from attrib.lexicon import Key

SLIP = 7  # letters: in a word as long as this another letter is a slip of the pen
_SAID_ALIKE = str.maketrans("fv", "pp")
_LETTERS = 5  # letters: in a full name a word as long as this may be spelt with one more


def letter_apart(one: Key, other: Key) -> bool:
    """Whether two names have the same words but for one, which differs by a letter in its midst:
    one more, or, of a long word, another one."""
    if len(one) != len(other):
        return False
    words = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(words) != 1:
        return False
    short, long = sorted(words[0], key=len)
    if short[0] != long[0]:
        return False
    if len(long) == len(short):
        at = [i for i, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        turned = len(at) == 2 and at[1] == at[0] + 1 and sorted(short) == sorted(long)
        another = len(at) == 1 and short[-1] == long[-1]
        return len(long) >= SLIP and (another or turned)
    return len(long) == len(short) + 1 > _LETTERS and any(
        long[:i] + long[i + 1 :] == short for i in range(1, len(long))
    )


def sound(word: str) -> str:
    """A word with one letter for those that are said alike and written at will: Yusuf, Yusup."""
    return word.translate(_SAID_ALIKE)


def once(word: str) -> str:
    """A word with each letter that is written twice written once."""
    return "".join(letter for letter, _ in groupby(word))


def initials(key: Key) -> str:
    """The first letters of a name's words and of what hyphens join: of Shin Tae-yong, sty."""
    return "".join(part[0] for word in key for part in word.split("-") if part)


def blends(word: str, key: Key) -> bool:
    """Whether a word is made of the beginnings of a name's first two words."""
    return any(
        key[0].startswith(word[:i]) and key[1].startswith(word[i:]) for i in range(2, len(word) - 1)
    )


def syllables(word: str, words: list[str]) -> bool:
    """Whether a word is made of the beginnings of these words, one behind the other."""
    if not words:
        return not word
    cuts = (i for i in range(1, len(word) + 1) if words[0].startswith(word[:i]))
    return any(syllables(word[i:], words[1:]) for i in cuts)
