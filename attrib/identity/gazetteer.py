"""What the lists know of bodies: abbreviations spelt out, full names, places, words."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list

_LINKS = frozenset(["dan", "and", "of", "for", "the", "di", "untuk", "bagi", "serta", "dari"])
#: What kind of place follows: where it stands says whose body it is (Kepolisian Resor Kota
#: Tangerang, … Tangerang Kota).
TIERS = frozenset(["kota", "kabupaten", "provinsi"])
# Where extraction may have ended a name too early (``Komisi Nasional Anti Kekerasan``).
CUT_BEFORE = frozenset(["dan", "and", "serta", "terhadap"])
# First words of bodies that every town has.
_OF_TOWNS = frozenset(["balai", "bank", "dinas", "kantor", "rumah", "unit"])
_LONGEST = 8
_LISTS = (
    "lexicons/org-head", "lexicons/org", "lexicons/party", "lexicons/place", "names/organisations",
)  # fmt: skip
_NAMING = ("lexicons/org", "lexicons/party", "names/organisations", "names/short")


def content(words: Sequence[str]) -> list[str]:
    """The words without legal forms, articles and those that only link the others."""
    forms = word_list("names/legal-forms")
    return [w for w in words if w not in forms and w not in _LINKS]


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Places, short and full."""
    known = word_list("lexicons/place")
    return frozenset((*known, *known.values()))


def spelt_out(words: Sequence[str]) -> list[str]:
    """With every abbreviation of the lists as the words it stands for."""
    known = _abbreviations()
    # Twice: what stands spelt out may be a longer name's short form (Puspenkum Kejagung).
    return list(_replaced(_replaced(words, known), known))


def _replaced(words: Sequence[str], known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    spelt: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST, len(words) - i), 0, -1):
            full = known.get(" ".join(words[i : i + length]))
            if full is not None:
                spelt.extend(full)
                i += length
                break
        else:
            spelt.append(words[i])
            i += 1
    return tuple(spelt)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Short name → words of the full one, itself spelt out (Golkar → Partai Golkar → …)."""
    spelt: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        for short, full in word_list(name).items():
            if short != full:
                said = folded_words(short)
                # The "di" of "DI Yogyakarta" is dropped from names, and must not become a place's.
                key = " ".join(said if name == "lexicons/place" else content(said) or said)
                spelt[key] = tuple(content(folded_words(full)))
    heads = word_list("names/heads").items()
    spelt.update({short: tuple(full.split()) for short, full in heads})
    # A full name may begin with its abbreviation (GoTo Gojek Tokopedia), and is spelt out.
    for whole in tuple(spelt.values()):
        spelt.setdefault(" ".join(whole), whole)
    for _ in range(2):
        spelt = {short: _replaced(full, spelt) for short, full in spelt.items()}
    return spelt


@lru_cache(maxsize=1)
def whole_names() -> dict[str, list[str]]:
    """Short names that stand for a body only by themselves, by the words of the full one."""
    known = word_list("names/short").items()
    return {" ".join(content(folded_words(a))): content(folded_words(b)) for a, b in known}


@lru_cache(maxsize=1)
def full_names() -> frozenset[str]:
    """Canonical names of the lists' bodies."""
    known = _abbreviations()
    names = (full for name in _NAMING for full in word_list(name).values())
    spelt = (" ".join(_replaced(content(folded_words(n)), known)) for n in names)
    return frozenset(n for n in spelt if " " in n)


@lru_cache(maxsize=1)
def completions() -> dict[str, list[str]]:
    """Beginnings of full names that end before a word like *dan*, by the name they begin.

    Only those that begin one name and are none themselves.
    """
    begun: dict[str, set[str]] = {}
    for name in _NAMING:
        for said in word_list(name).values():
            words = folded_words(said)
            if not words or words[0] in _OF_TOWNS:
                continue
            for i in range(2, len(words)):
                start = " ".join(content(words[:i]))
                if words[i] in CUT_BEFORE and " " in start:
                    begun.setdefault(start, set()).add(" ".join(spelt_out(content(words))))
    known = full_names()
    ordered = sorted(known)
    taken = known | word_list("lexicons/org-head").keys()
    return {
        start: next(iter(wholes)).split()
        for start, wholes in begun.items()
        if len(wholes) == 1 and start not in taken and _beginning(ordered, f"{start} ") <= wholes
    }


def _beginning(ordered: list[str], start: str) -> set[str]:
    """Those of the names that begin so."""
    at = bisect_left(ordered, start)
    return set(itertools.takewhile(lambda name: name.startswith(start), ordered[at:]))


def begins_with_place(words: Sequence[str]) -> bool:
    """Whether the first word or words are a place's."""
    return any(" ".join(words[:n]) in places() for n in (1, 2, 3))


def names_a_place(key: str) -> bool:
    """Whether any word or words of a canonical name are a place's."""
    words = key.split()
    return any(begins_with_place(words[i:]) for i in range(len(words)))


@lru_cache(maxsize=1)
def listed_words() -> frozenset[str]:
    """All words of the lists of names, of places and of kinds of bodies."""
    lists = (*_LISTS, "names/short", "lexicons/org-word", "lexicons/group-noun", "lexicons/place")
    return frozenset(
        word
        for name in lists
        for entry in word_list(name).items()
        for said in entry
        for word in folded_words(said)
    )
