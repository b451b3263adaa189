"""When two names, roles or media count as the same in scoring.

The words that make no difference are fixed here and not taken from the rules' lexicons: a score
must not change because a lexicon did. They are those of the scorer that the figures in
``docs/evaluation.md`` are compared by.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from attrib.model import SourceKind

_HONORIFICS = """
prof profesor dr drg drs dra ir h hj kh ustaz ustadz ustad ustazah habib gus tgk tgkh kiai kyai
raden rm bapak ibu pak bu bang mas mbak kak sdr sdri mr mrs ms sir tuan nyonya
jenderal jend letjen mayjen brigjen brigadir kombes kombespol akbp kompol akp iptu ipda aiptu
aipda bripka briptu bripda komjen irjen ajun komisaris inspektur pol tni polri purn letnan letkol
kolonel mayor kapten laksamana laksda laksma marsekal marsma marsda serda sertu serma
s.h sh m.h mh m.hum mhum s.e se m.m mm m.si msi ph.d phd s.ip sip m.t mt s.t st s.pd spd m.pd mpd
s.sos m.ap s.ag m.ag s.kom m.kom s.ik sik m.kes s.ked lc m.a ma m.sc msc mba sp sp.og
"""
HONORIFICS = frozenset(_HONORIFICS.split())
ARTICLES = frozenset({"para", "seorang", "the", "sang", "si", "pihak"})
_NAME_NOISE = HONORIFICS | ARTICLES
_OFFICE_NOISE = ARTICLES | {"ri", "republik", "indonesia", "di", "dari", "pada", "dan"}
_SMALL_WORDS = frozenset({"dan", "dari", "di", "atas", "untuk"})
_LOOSE: frozenset[SourceKind | None] = frozenset({"group", "document", "anonymous", None})
_BRACKETED = re.compile(r"\([^)]*\)")
_INSIDE_BRACKETS = re.compile(r"\(([^)]*)\)")
_APOSTROPHE = re.compile(r"[’'‘`ʼ]")
_PIECE = re.compile(r"[^\s,/]+")
_EDGE = '.,;:"“”'
_ACRONYM_LETTERS = 6  # longer single words are no abbreviation of an organisation


def _words(phrase: str | None, noise: frozenset[str]) -> tuple[str, ...]:
    """The words of a phrase that count; all of them if none would be left."""
    plain = _APOSTROPHE.sub("", _BRACKETED.sub(" ", (phrase or "").casefold()))
    plain = plain.replace("-", " ").replace("–", " ")
    words = [word for piece in _PIECE.findall(plain) if (word := piece.strip(_EDGE))]
    return tuple(word for word in words if word not in noise) or tuple(words)


@lru_cache(maxsize=65536)
def name_words(name: str | None) -> tuple[str, ...]:
    """The words of a name that count, in order; empty for none."""
    return _words(name, _NAME_NOISE)


@lru_cache(maxsize=65536)
def office_words(phrase: str | None) -> frozenset[str]:
    """The words of a role or an affiliation that count; empty for none."""
    return frozenset(_words(phrase, _OFFICE_NOISE))


def overlap(a: Collection[object], b: Collection[object]) -> float:
    """Twice what two sets share against what they hold together (F1); 0 if one is empty."""
    return 2 * len(set(a) & set(b)) / (len(a) + len(b)) if a and b else 0.0


def same_name(gold: str, kind: SourceKind | None, found: str, others: Collection[str]) -> bool:
    """Whether a found name is the gold one.

    A person may be given by part of the name that is part of no other of the article
    (``others``), an organisation by its abbreviation, groups and documents in other words.
    """
    g, p = name_words(gold), name_words(found)
    if not g or not p:
        return False
    if g == p or "".join(g) == "".join(p):
        return True
    if kind in _LOOSE:
        return overlap(set(g), set(p)) >= 0.6
    if kind == "organization":
        short = len(p) == 1 and len(p[0]) <= _ACRONYM_LETTERS
        return overlap(set(g), set(p)) > 0.75 or (short and p[0] in _acronyms(gold, g))
    part = set(p)
    return part < set(g) and not any(
        part <= set(name_words(other)) for other in others if other != gold
    )


def _acronyms(name: str, words: tuple[str, ...]) -> set[str]:
    bracketed = {inside.casefold() for inside in _INSIDE_BRACKETS.findall(name)}
    return bracketed | {"".join(word[0] for word in words if word not in _SMALL_WORDS)}


def same_medium(gold: str | None, found: str | None) -> bool:
    """Whether two media are one: the words of one are among those of the other."""
    if not gold or not found:
        return False
    a, b = set(name_words(gold)), set(name_words(found))
    return a <= b or b <= a
