"""Roles and affiliations as compared: what two offices say about whether their holders are one."""

import itertools
from functools import lru_cache

import msgspec

from attrib.identity.names import folded_words
from attrib.identity.organisations import organisation_key
from attrib.identity.wordlists import word_list

_FORMER = frozenset(["mantan", "eks", "bekas", "ex", "former"])
_ACTING = frozenset(
    [
        "plt",
        "pj",
        "plh",
        "pjs",
        "pelaksana",
        "tugas",
        "harian",
        "penjabat",
        "sementara",
        "calon",
        "terpilih",
    ]
)
_EMPTY = frozenset(
    [
        "dan",
        "di",
        "dari",
        "pada",
        "untuk",
        "yang",
        "the",
        "of",
        "and",
        "ri",
        "republik",
        "indonesia",
        "sekaligus",
        "juga",
    ]
)
# Fields between which people often move or hold two posts at once.
_NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("government", "politics"), ("government", "business"), ("government", "academia"),
        ("government", "law"),
        ("government", "medicine"), ("politics", "business"), ("politics", "law"),
        ("politics", "academia"), ("politics", "arts"), ("politics", "religion"),
        ("politics", "military"), ("academia", "medicine"), ("academia", "business"),
        ("academia", "law"), ("academia", "religion"), ("business", "sport"),
        ("business", "arts"), ("government", "sport"), ("police", "law"), ("politics", "sport"),
        ("academia", "politics"), ("business", "medicine"), ("government", "religion"),
    )
)  # fmt: skip


class Evidence(msgspec.Struct, frozen=True):
    """One reason for or against, in bits (log2 of how much likelier it is if they are one)."""

    reason: str
    bits: float


class Office(msgspec.Struct, frozen=True):
    """A role and an affiliation, normalised; empty where the articles give none."""

    role: tuple[str, ...]
    former: bool
    affiliation: str
    fields: frozenset[str]
    places: frozenset[str]

    @property
    def empty(self) -> bool:
        return not self.role and not self.affiliation

    @property
    def lay(self) -> bool:
        """Whether it says only what somebody was in one story (a witness, a resident)."""
        return self.fields == {"lay"}


@lru_cache(maxsize=1 << 17)
def office(role: str | None, affiliation: str | None) -> Office:
    """The office as compared. ``Menkeu`` and ``Menteri Keuangan`` are one role."""
    words = folded_words(role) if role else ()
    former = any(w in _FORMER for w in words)
    kept = tuple(w for w in words if w not in _FORMER and w not in _ACTING)
    spelt = _spelt_role(kept or words)
    home = organisation_key(affiliation) if affiliation else ""
    everything = (
        *words,
        *spelt,
        *home.split(),
        *(folded_words(affiliation) if affiliation else ()),
    )
    return Office(spelt, former, home, _fields(spelt, everything), _places(everything))


@lru_cache(maxsize=1 << 17)
def wording(role: str | None, affiliation: str | None) -> frozenset[str]:
    """The words of an office, equal for two wordings of one, wherever role and affiliation part.

    *Direktur Perlindungan WNI* of *Kemlu* is *Direktur Perlindungan* of *WNI Kementerian Luar
    Negeri RI*; *mantan* and *Plt* do count.
    """
    held = office(role, affiliation)
    said = folded_words(role) if role else ()
    words = {*held.role, *held.affiliation.split(), *(w for w in said if w in _FORMER | _ACTING)}
    return frozenset("menteri" if w == "kementerian" else w for w in words) - _EMPTY


def _spelt_role(words: tuple[str, ...]) -> tuple[str, ...]:
    fused, heads = word_list("lexicons/role-fused"), word_list("lexicons/role-head")
    places = word_list("lexicons/place")
    spelt: list[str] = []
    i = 0
    while i < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[i : i + length])
            full = fused.get(phrase) or heads.get(phrase) or places.get(phrase)
            if full is not None and i + length <= len(words):
                spelt.extend(folded_words(full))
                i += length
                break
        else:
            spelt.append(words[i])
            i += 1
    return tuple(w for w in spelt if w not in _EMPTY)


def _fields(role: tuple[str, ...], words: tuple[str, ...]) -> frozenset[str]:
    known = word_list("names/fields")
    pairs = (" ".join(pair) for pair in itertools.pairwise(words))
    found = {known[p] for p in (*words, *pairs) if p in known}
    head = known.get(role[0]) if role else None
    if head is not None and head != "lay" and len(found) > 1:
        found.discard("lay")
    return frozenset(found)


def _places(words: tuple[str, ...]) -> frozenset[str]:
    places = word_list("lexicons/place")
    return frozenset(w for w in words if w in places and w not in _EMPTY)


@lru_cache(maxsize=1 << 18)
def compare_offices(a: Office, b: Office) -> tuple[Evidence, ...]:
    """What two offices say; nothing if either is empty. Symmetric."""
    if a.empty or b.empty:
        return ()
    found = [e for e in (_roles(a, b), _homes(a, b)) if e is not None]
    if sum(e.bits for e in found) < 4:
        blended = _blend(a, b)
        if blended is not None and blended.bits > sum(e.bits for e in found):
            found = [blended]
    if not any(e.bits >= 4 for e in found):
        found.extend(_field_conflict(a, b))
    if not any(e.bits > 0 or e.bits <= -1 for e in found):
        found.append(Evidence("offices with nothing in common", -1.5))
    return tuple(found)


def _roles(a: Office, b: Office) -> Evidence | None:
    if not a.role or not b.role:
        return None
    if a.role == b.role:
        said = " ".join(a.role)
        fused = word_list("lexicons/role-fused")
        if a.lay:
            return Evidence(f"same role: {said}", 1.0)
        if said in fused or (a.role[0] in fused and len(a.role) > 1):
            # Menteri Keuangan, Kapolres Garut: an office that one person holds at a time.
            return Evidence(f"same office: {said}", 8.0)
        return Evidence(f"same role: {said}", 6.0 if len(a.role) > 1 else 3.0)
    small, large = sorted((frozenset(a.role), frozenset(b.role)), key=len)
    if small <= large:
        return Evidence(
            f"role within role: {' '.join(sorted(small))}", 5.0 if len(small) > 1 else 2.5
        )
    return None


def _homes(a: Office, b: Office) -> Evidence | None:
    if not a.affiliation or not b.affiliation:
        return None
    if a.affiliation == b.affiliation:
        return Evidence(f"same affiliation: {a.affiliation}", 6.0)
    mine, theirs = set(a.affiliation.split()), set(b.affiliation.split())
    shared = mine & theirs
    if shared and (mine <= theirs or theirs <= mine):
        return Evidence(f"affiliation within affiliation: {' '.join(sorted(shared))}", 5.0)
    if len(shared) >= 2 and len(shared) / len(mine | theirs) >= 0.5:
        return Evidence(f"similar affiliation: {' '.join(sorted(shared))}", 3.0)
    return Evidence("different affiliations", -0.5)


def _blend(a: Office, b: Office) -> Evidence | None:
    """Role and affiliation together: where one ends and the other begins is a matter of taste."""
    mine = {*a.role, *a.affiliation.split()} - _EMPTY
    theirs = {*b.role, *b.affiliation.split()} - _EMPTY
    shared = mine & theirs
    if len(shared) >= 2 and len(shared) / min(len(mine), len(theirs)) >= 0.66:
        return Evidence(f"same office in other words: {' '.join(sorted(shared))}", 5.0)
    return None


def _field_conflict(a: Office, b: Office) -> list[Evidence]:
    found: list[Evidence] = []
    apart = (
        a.fields and b.fields and not (a.fields & b.fields)
        and not any(frozenset((x, y)) in _NEAR for x in a.fields for y in b.fields)
    )  # fmt: skip
    if apart:
        what = f"{'/'.join(sorted(a.fields))} against {'/'.join(sorted(b.fields))}"
        found.append(Evidence(f"fields that seldom meet: {what}", -6.0))
    elif a.fields and b.fields and not (a.fields & b.fields):
        found.append(Evidence("different fields", -3.0))
    if a.places and b.places and not (a.places & b.places):
        local = {"police", "government", "lay", "law", "military"}
        if a.fields & local and b.fields & local:
            found.append(Evidence("local offices of different places", -5.0))
    return found
