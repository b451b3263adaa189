"""How likely two mentions in different articles are one person: a sum of stated reasons.

Every reason is worth a number of bits. A shared rare word of a name is worth much, a common one
little; offices, dates and outlets add or take away. ``JOIN`` bits decide that two are one.
"""

from datetime import date
from functools import lru_cache

import msgspec

from attrib.identity.names import (
    Name,
    is_common,
    name_key,
    office_in_name,
    public_names,
    sound,
)
from attrib.identity.offices import Evidence, Office, compare_offices, office

#: Bits from which two are one person, and from which the pair is worth a human's look.
JOIN = 13.0
CANDIDATE = 9.0
#: The best match must lead the second best by so much, else the mention stays by itself.
MARGIN = 3.0

_RARE_WORD = 9.5
_COMMON_WORD = 6.0
_SPELT_ALIKE = -1.5
_TYPO = -4.0
_INITIAL = 2.0
_ABSENT_WORD = -2.0
_ONE_WORD = -2.0
_PUBLIC = 6.0
_SAME_ARTICLE = 11.0
_SAME_WORDS = 8.0
_SAME_WEEK = 2.0
_SAME_OUTLET = 0.5
_SAME_COMPANY = 3.0
#: What time, outlet and company can add to names and offices.
_AT_MOST = _SAME_WEEK + _SAME_OUTLET + _SAME_COMPANY
#: A reason of so few bits cannot be outweighed by other mentions.
_VETO = -5.0
#: A further word in front makes it another person's name (a wife's, a daughter's), except for
#: words that are often left out.
_FURTHER_FIRST_WORD = -6.0
_LEFT_OUT = frozenset(
    [
        "muhammad",
        "ahmad",
        "abdul",
        "abdullah",
        "andi",
        "raden",
        "i",
        "ni",
        "ida",
        "haji",
        "siti",
        "sri",
        "nur",
        "teuku",
        "tengku",
        "maria",
    ]
)
_GENERATIONS = frozenset(["jr", "sr", "junior", "senior", "ii", "iii", "iv"])


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One name with one office, as one or more articles give it.

    ``first`` and ``last`` are days as ``YYYYMMDD``, ``None`` if no article is dated. ``scope`` is
    the article's id where the name says too little to be looked for outside it, else ``None``.
    ``others`` are the canonical names in that article, none without a scope.
    ``articles`` are numbers of the articles that an organisation or group stands in.
    ``statements`` are statements that other profiles are quoted with as well.
    """

    id: int
    kind: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    first: int | None = None
    last: int | None = None
    documents: int = 1
    outlets: frozenset[str] = frozenset()
    scope: str | None = None
    others: frozenset[str] = frozenset()
    articles: frozenset[int] = frozenset()
    statements: frozenset[int] = frozenset()

    @property
    def key(self) -> Name:
        return name_key(self.name)


class Comparison(msgspec.Struct, frozen=True):
    """The reasons for and against two being one, and their sum in bits."""

    evidence: tuple[Evidence, ...]

    @property
    def bits(self) -> float:
        return sum(e.bits for e in self.evidence)

    @property
    def conflict(self) -> bool:
        """Whether a reason speaks so strongly against that other mentions cannot outweigh it."""
        return any(e.bits <= _VETO for e in self.evidence)


@lru_cache(maxsize=1 << 18)
def compare_names(a: Name, b: Name) -> tuple[Evidence, ...] | None:
    """What the names say; ``None`` if they differ in a word that both have. Symmetric."""
    short, full = sorted((a.tokens, b.tokens), key=lambda t: (len(t), t))
    if not short:
        return None
    pairs = _align(short, full)
    if pairs is None or (_GENERATIONS & set(short)) != (_GENERATIONS & set(full)):
        return None
    bits = 0.0
    how: list[str] = []
    typos = initials = 0
    for mine, theirs in pairs:
        worth = _COMMON_WORD if is_common(mine) or is_common(theirs) else _RARE_WORD
        if mine == theirs:
            bits += worth if len(mine) > 1 else _INITIAL
        elif len(mine) == 1 or len(theirs) == 1:
            bits += _INITIAL
            initials += 1
            how.append(f"{mine}~{theirs}")
        elif sound(mine) == sound(theirs):
            bits += worth + _SPELT_ALIKE
            how.append(f"{mine}~{theirs}")
        else:
            bits += worth + _TYPO
            typos += 1
            how.append(f"{mine}≈{theirs}")
    if typos > 1 or (typos and len(pairs) == 1) or initials == len(pairs):
        return None
    said = f"names agree: {' '.join(m for m, _ in pairs)}"
    found = [Evidence(said + (f" ({', '.join(how)})" if how else ""), round(bits, 1))]
    absent = len(full) - len(short)
    if absent:
        found.append(Evidence(f"{absent} word(s) of the name absent", _ABSENT_WORD * absent))
        first = full[0]
        if pairs[0][1] != first and len(short) > 1 and len(first) > 1 and first not in _LEFT_OUT:
            found.append(Evidence(f"a further word in front: {first}", _FURTHER_FIRST_WORD))
    elif short == full and " ".join(full) in public_names():
        found.append(Evidence("a public person's name", _PUBLIC))
    if len(short) == 1:
        found.append(Evidence("a single name", _ONE_WORD))
    return tuple(found)


def _align(short: tuple[str, ...], full: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """Each word of the shorter name with the longer's, in order; ``None`` if any has none."""
    pairs: list[tuple[str, str]] = []
    j = 0
    for i, word in enumerate(short):
        left = len(short) - i - 1
        for k in range(j, len(full) - left):
            if _alike(word, full[k], close=len(short) == len(full)):
                pairs.append((word, full[k]))
                j = k + 1
                break
        else:
            return None
    return pairs


@lru_cache(maxsize=1 << 18)
def _alike(a: str, b: str, *, close: bool) -> bool:
    """Whether two words may be one: equal, an initial, spelt alike or, if ``close``, mistyped."""
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if sound(a) == sound(b):
        return True
    if not close or min(len(a), len(b)) < 5 or a[0] != b[0] or (is_common(a) and is_common(b)):
        return False
    # Imported here: most pairs never come so far, and most searches need it not.
    from rapidfuzz.distance import DamerauLevenshtein

    allowed = 2 if min(len(a), len(b)) >= 9 else 1
    return DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed


def compare(a: Profile, b: Profile) -> Comparison | None:
    """All the reasons for and against; ``None`` if the names themselves differ. Symmetric."""
    names = compare_names(a.key, b.key)
    if names is None:
        return None
    mine, theirs = _office(a), _office(b)
    found = [*names, *compare_offices(mine, theirs)]
    found.extend(_time(a, b))
    if a.statements & b.statements:
        found.append(Evidence("the same words attributed to both", _SAME_WORDS))
    if a.outlets & b.outlets:
        found.append(Evidence("same outlet", _SAME_OUTLET))
    if a.key != b.key and (b.key.text in a.others or a.key.text in b.others):
        # The article gives both forms and the reader takes them for one.
        found.append(Evidence("both names in the same article", _SAME_ARTICLE))
    else:
        shared = {name for name in a.others & b.others if " " in name}
        if shared:
            with_whom = ", ".join(sorted(shared)[:3])
            found.append(Evidence(f"quoted beside the same: {with_whom}", _SAME_COMPANY))
    return Comparison(tuple(found))


class Glance(msgspec.Struct, frozen=True):
    """The bits of the names, the most that all reasons can come to, whether one vetoes."""

    name: float
    most: float
    conflict: bool


def glance(a: Profile, b: Profile) -> Glance | None:
    """What :func:`compare` could say at most, at a fraction of its cost; ``None`` as there."""
    named = _weight_of_names(a.key, b.key)
    if named is None:
        return None
    office_bits, office_conflict = _weight_of_offices(_office(a), _office(b))
    most = named[0] + office_bits + _AT_MOST
    if a.statements and b.statements:
        most += _SAME_WORDS
    if a.others or b.others:
        most += _SAME_ARTICLE
    return Glance(named[0], most, named[1] or office_conflict)


@lru_cache(maxsize=1 << 18)
def _weight_of_names(a: Name, b: Name) -> tuple[float, bool] | None:
    names = compare_names(a, b)
    return None if names is None else _weight(names)


@lru_cache(maxsize=1 << 18)
def _weight_of_offices(a: Office, b: Office) -> tuple[float, bool]:
    return _weight(compare_offices(a, b))


def _weight(found: tuple[Evidence, ...]) -> tuple[float, bool]:
    return sum(e.bits for e in found), any(e.bits <= _VETO for e in found)


def _office(profile: Profile) -> Office:
    return office(profile.role or office_in_name(profile.name), profile.affiliation)


def _time(a: Profile, b: Profile) -> list[Evidence]:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return []
    gap = max(_ordinal(b.first) - _ordinal(a.last), _ordinal(a.first) - _ordinal(b.last), 0)
    if gap <= 7:
        return [Evidence("within a week", _SAME_WEEK)]
    if gap <= 60:
        return [Evidence("within two months", 1.0)]
    return [Evidence("years apart", -0.5)] if gap > 5 * 365 else []


@lru_cache(maxsize=1 << 15)
def _ordinal(day: int) -> int:
    try:
        return date(day // 10000, max(day // 100 % 100, 1), max(day % 100, 1)).toordinal()
    except ValueError:
        return day // 10000 * 365
