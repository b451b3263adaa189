"""Short names that articles explain: in brackets, or by naming the body in full as well."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrib.identity.compare import Profile
from attrib.identity.gazetteer import CUT_BEFORE, content, full_names
from attrib.identity.names import folded_words
from attrib.identity.organisations import organisation_key
from attrib.identity.wordlists import word_list
from attrib.identity.written import BRACKETED, bare_name

#: Letters of an acronym made of the beginnings of words (Gaikindo), and of each beginning.
_ACRONYM = 5
_BEGINNING = 2


def explanations(profiles: Sequence[Profile], bodies: Sequence[Profile]) -> dict[str, set[str]]:
    """Canonical short name → the canonical names it stands for in the articles.

    ``bodies`` are the profiles of organisations and groups whose names are looked for everywhere.
    """
    explained = defaultdict[str, set[str]](set)
    for p in profiles:
        for text in (p.name, p.affiliation):
            short = bracketed_abbreviation(text) if text and ("(" in text or "[" in text) else None
            if short is not None and text is not None:
                explained[short].add(organisation_key(text))
    named = defaultdict[int, set[str]](set)
    for p in bodies:
        for article in p.articles:
            named[article].add(p.name)
    for names in named.values():
        shorts = [n for n in names if organisation_key(n) not in full_names()]
        for short, full in ((s, f) for s in shorts for f in names if s != f):
            if _stands_for(organisation_key(short), full):
                explained[organisation_key(short)].add(organisation_key(full))
    return explained


@lru_cache(maxsize=1 << 17)
def _stands_for(key: str, full: str) -> bool:
    """Whether the canonical name is a short form of the other: cut short, its initials, an acronym
    of its words, without the word that clubs and companies end in."""
    whole = organisation_key(full)
    if not key or key == whole:
        return False
    start, _, end = whole.rpartition(" ")
    if (key == start and end in word_list("names/ends")) or key in _cut_short(full):
        return True
    if " " in key:
        return False
    words = folded_words(bare_name(full))
    named = content(words)
    initials = {"".join(w[0] for w in kept) for kept in (words, named) if len(kept) > 2}
    long = len(key) >= _ACRONYM and key.isalpha() and len(named) > 1
    return key in initials or (long and _acronym(key, named))


def _acronym(short: str, words: Sequence[str]) -> bool:
    """Whether it consists of beginnings of words in order, from the first to the last
    (``Gaikindo``, ``Gakeslab``)."""
    if not words:
        return not short
    return any(
        words[0].startswith(short[:n]) and _rest_of_acronym(short[n:], words[1:])
        for n in range(_BEGINNING, len(short) + 1)
    )


def _rest_of_acronym(short: str, words: Sequence[str]) -> bool:
    if not short:
        return not words
    return any(_acronym(short, words[i:]) for i in range(len(words)))


def _cut_short(text: str) -> Iterable[str]:
    """The canonical beginnings of a name at which extraction may have ended it too early; not
    where a second body is named (``Walhi dan Universitas Tadulako``)."""
    words = folded_words(BRACKETED.sub(" ", text))
    heads = word_list("lexicons/org-head")
    return [
        organisation_key(" ".join(words[:i]))
        for i in range(2, len(words) - 1)
        if words[i] in CUT_BEFORE and words[i + 1] not in heads
    ]


def bracketed_abbreviation(text: str) -> str | None:
    """The abbreviation given in brackets, if its letters can stand for the words before it.

    ``Badan Pusat Statistik (BPS)`` → ``bps``; ``Budi (45)`` → ``None``.
    """
    found = BRACKETED.search(text)
    if found is None:
        return None
    short = "".join(folded_words(found.group(1)))
    before = folded_words(text[: found.start()])
    if not (2 <= len(short) <= 12) or not short.isalpha() or len(before) < 2:
        return None
    letters = iter("".join(before))
    initial = before[0][0] == short[0]
    return short if initial and all(c in letters for c in short) else None
