"""A person's name as compared: titles, degrees and spellings out of the way.

``name_key("Prof. Dr. H. Moh. Soeharto, S.H.")`` and ``name_key("Muhammad Suharto")`` are equal.
"""

import re
import unicodedata
from functools import lru_cache

import msgspec

from attrib.identity.wordlists import word_list

_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_NICKNAME = re.compile(r"[\"“”«»„][^\"“”«»„]*[\"“”«»„]")
_ALIAS = re.compile(r"\s+(?:alias|a\.?k\.?a\.?)\s+", re.IGNORECASE)
# An institution's abbreviation left before a whole name (``FPLM Wiranto Saputro``).
_ABBREVIATION = re.compile(r"^[A-Z]{3,}\s+(?=[A-Z][a-z]\S*\s+[A-Z][a-z])")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘`ʼ´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?$|[A-Z]{2}$")
_VOWELLESS = re.compile(r"[^aeiouy]+$")
_PARTICLES = frozenset(
    [
        "bin",
        "binti",
        "bt",
        "bint",
        "ibn",
        "ibnu",
        "al",
        "el",
        "ad",
        "ar",
        "as",
        "van",
        "von",
        "de",
        "der",
        "den",
        "da",
        "dos",
        "di",
        "la",
        "le",
    ]
)
# Words of the title lists that are given names as often as titles.
_GIVEN = frozenset(["imam", "raja", "guru", "sultan", "pangeran"])


class Name(msgspec.Struct, frozen=True):
    """Canonical words of a name, in order. An initial is one letter. Empty: no word is left."""

    tokens: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words joined by spaces: equal for equal names."""
        return " ".join(self.tokens)


def fold(text: str) -> str:
    """Case and diacritics folded away; for comparing, never for offsets."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a phrase, folded; apostrophes inside a word vanish (``Ma'ruf`` → ``maruf``)."""
    return tuple(_WORD.findall(fold(_APOSTROPHE.sub("", text))))


@lru_cache(maxsize=1 << 18)
def name_key(text: str) -> Name:
    """The canonical name. An alias of the list (``Jokowi``) becomes the name it stands for."""
    plain = _plain(text)
    aliases = word_list("lexicons/nickname")
    known = aliases.get(" ".join(folded_words(plain)))
    if known is not None:
        return Name(_canonical(known.split()))
    words = _strip_titles(_split(_ABBREVIATION.sub("", plain, count=1)))
    known = aliases.get(" ".join(words))
    return Name(_canonical(known.split() if known is not None else words))


def _plain(text: str) -> str:
    """The name without brackets, nickname in marks, and what follows ``alias``."""
    return _ALIAS.split(_NICKNAME.sub(" ", _BRACKETS.sub(" ", text)))[0]


@lru_cache(maxsize=1 << 17)
def office_in_name(text: str) -> str | None:
    """The office that stands before a name written with it (``Presiden Joko Widodo``), if any."""
    words = _split(_plain(text))
    before = words[: len(words) - len(_strip_titles(words))]
    offices = word_list("lexicons/role-fused")
    for start in range(len(before)):
        if " ".join(before[start:]) in offices:
            return " ".join(before[start:])
    return None


@lru_cache(maxsize=1)
def public_names() -> frozenset[str]:
    """Canonical names of the public persons whose aliases are listed."""
    return frozenset(
        " ".join(_canonical(full.split())) for full in word_list("lexicons/nickname").values()
    )


def _split(text: str) -> list[str]:
    """Folded words without trailing degrees; ``A.M.`` and a capitalised ``HM`` become initials."""
    head, comma, tail = text.partition(",")
    degrees = word_list("lexicons/degree")
    if comma and not all(_is_degree(w, degrees) for w in _DOTTED.findall(tail)):
        head = text
    shouting = head.isupper()
    raw = _DOTTED.findall(_APOSTROPHE.sub("", head).replace("-", " "))
    while len(raw) > 1 and not raw[-1].islower() and _is_degree(raw[-1], degrees, bare=shouting):
        raw.pop()
    words: list[str] = []
    for word in raw:
        bare = word.replace(".", "")
        if _INITIALS.match(word) and not shouting and _VOWELLESS.match(bare.lower()):
            words.extend(fold(bare))
        elif "." in word.rstrip(".") and len(bare) > 3:
            words.extend(_WORD.findall(fold(word)))
        elif _INITIALS.match(word) and "." in word:
            words.extend(fold(bare))
        else:
            words.append(_unglued(fold(bare)))
    return words


@lru_cache(maxsize=1)
def _glued_on() -> tuple[str, ...]:
    lists = ("cue-verb", "cue-verb-weak", "cue-stance", "common-word")
    verbs = {
        word
        for name in lists
        for word in word_list(f"lexicons/{name}")
        if word.isalpha() and len(word) > 6 and word.startswith(("me", "di", "ber"))
    }
    return (*sorted(verbs, key=len, reverse=True), "kembali", "telah", "tidak", "dalam")


def _unglued(word: str) -> str:
    """The word without a verb that lost its space in crawled text (``wigunamengatakan``)."""
    if len(word) > 9 and word.endswith(_glued_on()):
        for verb in _glued_on():
            if word.endswith(verb) and len(word) - len(verb) > 3:
                return word[: -len(verb)]
    return word


def _is_degree(word: str, degrees: dict[str, str], *, bare: bool = False) -> bool:
    """Whether the word is a degree; in a name set in capitals only its dotted form counts."""
    key = word.lower().rstrip(".")
    return len(key) > 1 and key in degrees and not (bare and "." not in key)


def _strip_titles(words: list[str]) -> list[str]:
    """Leading honorifics, ranks and offices off, as long as a word of the name remains."""
    honorifics = word_list("lexicons/honorific")
    ranks = word_list("lexicons/rank")
    branches = word_list("lexicons/rank-branch")
    offices = word_list("lexicons/role-fused")
    start, ranked = 0, False
    while start < len(words) - 1:
        for length in range(min(4, len(words) - 1 - start), 0, -1):
            phrase = " ".join(words[start : start + length])
            if phrase in _GIVEN:
                continue
            if phrase in ranks or phrase in honorifics or phrase in offices:
                ranked = ranked or phrase in ranks
            elif not (ranked and phrase in branches):
                continue
            start += length
            break
        else:
            break
    return words[start:]


def _canonical(words: list[str]) -> tuple[str, ...]:
    variants = word_list("names/variants")
    kept = [w for w in words if w not in _PARTICLES] or list(words)
    # Only as a first word does M. stand for Muhammad; elsewhere it is an initial like any other.
    return tuple(variants.get(w, w.replace("oe", "u") if len(w) > 4 else w) for w in kept)


_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("tj", "c"), ("dj", "j"), ("sj|sh|sy", "s"), ("kh|ch(?=[aiou])", "h"), ("ch", "c"),
        ("dh|dl", "d"), ("th", "t"), ("gh", "g"), ("bh", "b"), ("ph|v", "f"), ("q", "k"),
        ("ie|y|j(?=[^aiueo]|$)", "i"), ("oe|ou", "u"), ("ai$", "ei"), ("ae", "ai"),
        ("z", "s"), ("x", "ks"), ("t$", "d"), (r"(.)\1+", r"\1"), ("(?<=[aeiou])h$", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """A skeleton that spellings of one name share (Rachmat, Rahmad → ``rahmad``)."""
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=1 << 17)
def is_common(word: str) -> bool:
    """Whether so many people bear this word in their name that it says little."""
    return word in word_list("names/common")
