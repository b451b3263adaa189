"""A growing group of profiles taken for one person."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from attrib.identity.compare import (
    CANDIDATE,
    Comparison,
    Profile,
    compare,
    compare_names,
    glance,
)
from attrib.identity.names import Name, is_common, name_key, office_in_name, sound
from attrib.identity.offices import office

#: A name worth so much by itself is hardly borne by two people in the news.
_DISTINCTIVE = 18.0
#: Profiles of a group that a newcomer is compared with: the ones of most articles.
_COMPARED = 24


class Group:
    """Profiles of one person, the fullest name among them, and how many articles they stand in."""

    def __init__(self, members: list[Profile], *, tied: bool = False) -> None:
        self.members = members
        self.tied = tied
        self.key = _fullest(members)
        self.documents = sum(p.documents for p in members)

    @property
    def has_office(self) -> bool:
        """Whether any mention gives a role or an affiliation."""
        return any(p.role or p.affiliation or office_in_name(p.name) for p in self.members)

    def absorb(self, other: "Group") -> None:
        """Take over the other's profiles; the other is empty afterwards."""
        self.members = sorted(
            [*self.members, *other.members], key=lambda p: (-p.documents, p.name, p.id)
        )
        self.documents += other.documents
        self.key = _fullest(self.members)
        other.members = []

    def display(self) -> str:
        """The name to show: the fullest that two articles give, else the most frequent."""
        counted = defaultdict[str, int](int)
        for p in self.members:
            counted[p.name] += p.documents if p.id >= 0 else 0
        names = [n for n in sorted(counted) if counted[n]] or sorted(counted)
        chosen = max(
            names,
            key=lambda n: (
                counted[n] > 1 and len(name_key(n).tokens) > 1,
                min(len(name_key(n).tokens), len(n.split())),
                counted[n],
                not n.isupper(),
                n,
            ),
        )
        return chosen.title() if chosen.isupper() and len(chosen) > 4 else chosen

    def blocks(self, *, as_target: bool = False) -> Iterator[object]:
        """Keys under which groups that may be the same person meet. Deterministic, no repeats."""
        tokens = self.key.tokens
        seen: set[object] = set()
        for key in self._keys(tokens, as_target):
            if key not in seen:
                seen.add(key)
                yield key

    def _keys(self, tokens: tuple[str, ...], as_target: bool) -> Iterator[object]:
        sounds = [sound(t) for t in tokens]
        # A short form meets the fuller names of its own article.
        for name in sorted({p.key.text for p in self.members[:_COMPARED]}):
            yield "article", name
        for statement in sorted({n for p in self.members[:_COMPARED] for n in p.statements}):
            yield "statement", statement
        if not as_target:
            for name in sorted({other for p in self.members[:_COMPARED] for other in p.others}):
                yield "article", name
        for i, token in enumerate(tokens):
            if len(token) > 1 and not is_common(token):
                yield sounds[i]
            if len(token) > 1 and (len(tokens) > 1 or as_target):
                for k, other in enumerate(tokens):
                    if k != i:
                        yield sounds[i], sounds[k][0] if sounds[k] else other[0]
        # A single common name needs the office to agree, so it is looked for by it.
        if len(tokens) == 1 or as_target:
            words = {w for p in self.members[:_COMPARED] for w in _office_words(p)}
            for word in sorted(words):
                for name_sound in sounds:
                    yield name_sound, "office", word


def _office_words(profile: Profile) -> tuple[str, ...]:
    held = office(profile.role, profile.affiliation)
    return (*held.role, *held.affiliation.split())


def _fullest(members: list[Profile]) -> Name:
    return max((p.key for p in members), key=lambda k: (len(k.tokens), len(k.text), k.text))


@lru_cache(maxsize=1 << 18)
def _letters(name: Name) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """First letters of a name's words as written, as they sound, and of both kinds."""
    written = frozenset(t[0] for t in name.tokens)
    sounded = frozenset((sound(t) or t)[0] for t in name.tokens)
    return written, sounded, written | sounded


def _may_agree(a: Name, b: Name) -> bool:
    """Whether the shorter name's words can all be among the longer's: a glance at first letters
    that spares most comparisons."""
    short, full = (a, b) if len(a.tokens) <= len(b.tokens) else (b, a)
    written, sounded, _ = _letters(short)
    letters = _letters(full)[2]
    return written <= letters or sounded <= letters


def best_pair(a: Group, b: Group) -> tuple[Profile, Profile, Comparison, bool] | None:
    """The two profiles that speak most for one person; and whether two others speak against it.

    ``None`` if the names differ or no two come near to being candidates.
    """
    if not _may_agree(a.key, b.key) or compare_names(a.key, b.key) is None:
        return None
    best: tuple[Profile, Profile, Comparison] | None = None
    vetoed = False
    for mine in a.members[:_COMPARED]:
        for theirs in b.members[:_COMPARED]:
            seen = glance(mine, theirs)
            if seen is None:
                continue
            vetoed = vetoed or (seen.conflict and seen.name < _DISTINCTIVE)
            if seen.most < CANDIDATE:
                continue
            comparison = compare(mine, theirs)
            if comparison is None:
                continue
            if best is None or comparison.bits > best[2].bits:
                best = (mine, theirs, comparison)
    if best is None:
        return None
    return (*best, vetoed)
