"""Profiles → sources: which names, with which offices, are one expert.

1. Decisions of the override and authority files are tied first, and are never undone.
2. Profiles of one canonical name are joined to the group they fit best, largest first.
3. Groups of shorter, abbreviated or misspelt names are joined to the one fuller name they fit;
   where two fit, to neither.
Organisations, named groups and documents are joined by equal canonical names alone.
The outcome depends on the set of profiles only, not on their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from attrib.identity.authority import Authority
from attrib.identity.bodies import body_keys, join_bodies
from attrib.identity.compare import CANDIDATE, JOIN, MARGIN, Comparison, Profile
from attrib.identity.group import Group, best_pair
from attrib.identity.names import fold, name_key
from attrib.identity.organisations import organisation_key
from attrib.identity.overrides import Override
from attrib.identity.scope import BODIES, nameless
from attrib.identity.source import Source

#: Groups of a block that a shorter name is compared with: those of most articles.
_NEAR = 40


class Candidate(msgspec.Struct, frozen=True):
    """Two profiles (ids) that may be one and were kept apart, the reasons, and why not joined."""

    left: int
    right: int
    comparison: Comparison
    why: str


class Resolution(msgspec.Struct, frozen=True):
    """All sources, and the pairs left for a human; overrides that fit no profile, as written."""

    sources: tuple[Source, ...]
    candidates: tuple[Candidate, ...]
    unused: tuple[str, ...]


def resolve(
    profiles: Iterable[Profile],
    overrides: Sequence[Override] = (),
    authorities: Sequence[Authority] = (),
) -> Resolution:
    """Join the profiles into sources. Each profile is a member of exactly one source."""
    everyone = sorted(profiles, key=_order)
    named = frozenset(organisation_key(p.name) for p in everyone if p.kind in BODIES)
    listed, owners = _authority_profiles(authorities, named)
    bodies = body_keys((*everyone, *listed))
    people = [p for p in (*everyone, *listed) if p.kind == "person"]
    work = _People(people, overrides, owners)
    groups = work.resolve()
    sources = [_source(g, owners) for g in groups]
    rest = [p for p in (*everyone, *listed) if p.kind != "person"]
    sources.extend(join_bodies(rest, bodies, overrides, owners))
    known = [s for s in sources if any(i >= 0 for i in s.members)]
    used = work.used | {o.line for o in overrides if any(o.left.fits(p) for p in rest)}
    unused = tuple(o.line for o in overrides if o.line not in used)
    return Resolution(tuple(sorted(known, key=lambda s: s.members)), tuple(work.candidates), unused)


def _order(p: Profile) -> tuple[object, ...]:
    return (
        -p.documents,
        fold(p.name),
        p.name,
        p.role or "",
        p.affiliation or "",
        p.scope or "",
        p.kind,
    )


class _People:
    def __init__(
        self, people: list[Profile], overrides: Sequence[Override], owners: dict[int, str]
    ) -> None:
        self.candidates: list[Candidate] = []
        self.used: set[str] = set()
        self._people = people
        self._same = defaultdict[int, set[int]](set)
        self._apart = defaultdict[int, set[int]](set)
        self._decide(overrides)
        by_owner = defaultdict[str, list[int]](list)
        for profile, owner in owners.items():
            by_owner[owner].append(profile)
        for mine in by_owner.values():
            for other in mine[1:]:
                self._same[mine[0]].add(other)
                self._same[other].add(mine[0])

    def _decide(self, overrides: Sequence[Override]) -> None:
        for override in overrides:
            left = [p for p in self._people if override.left.fits(p)]
            right = [p for p in self._people if override.right.fits(p)]
            if not left or not right:
                continue
            self.used.add(override.line)
            table = self._same if override.verdict == "same" else self._apart
            if override.verdict == "same":
                # A star is enough to tie a set together, and stays small for frequent names.
                left, right = left[:1], [*left[1:], *right]
            for a in left:
                for b in right:
                    if a.id != b.id:
                        table[a.id].add(b.id)
                        table[b.id].add(a.id)

    def resolve(self) -> list[Group]:
        tied = self._tie()
        by_name = defaultdict[str, list[Group]](list)
        for group in tied:
            by_name[group.key.text].append(group)
        groups: list[Group] = []
        for name in sorted(by_name):
            groups.extend(self._join_equal(by_name[name]))
        return self._join_shorter(groups)

    def _tie(self) -> list[Group]:
        """One group a profile, except those that decisions tie together."""
        by_id = {p.id: p for p in self._people}
        seen: set[int] = set()
        groups: list[Group] = []
        for profile in self._people:
            if profile.id in seen:
                continue
            stack, members = [profile.id], list[Profile]()
            seen.add(profile.id)
            while stack:
                current = stack.pop()
                members.append(by_id[current])
                for other in sorted(self._same.get(current, ())):
                    if other not in seen:
                        seen.add(other)
                        stack.append(other)
            groups.append(Group(members, tied=len(members) > 1))
        return groups

    def _forbidden(self, a: Group, b: Group) -> bool:
        if not self._apart:
            return False
        ids = {p.id for p in b.members}
        return any(self._apart.get(p.id, set()) & ids for p in a.members)

    def _join_equal(self, waiting: list[Group]) -> list[Group]:
        """Groups of one canonical name, each joined to the earlier one it fits best.

        Those without an office come last: they must not tip which of two offices is theirs.
        """
        done: list[Group] = []
        for group in sorted(waiting, key=lambda g: not g.has_office):
            if nameless("person", group.members[0].name):
                done.append(group)
                continue
            self._place(group, done, done)
        return done

    def _place(self, group: Group, against: Iterable[Group], done: list[Group]) -> bool:
        """Join ``group`` to the best of ``against``, else add it to ``done``; whether it joined."""
        scored = []
        for other in against:
            if other is group or not other.members or self._forbidden(group, other):
                continue
            pair = best_pair(group, other)
            if pair is not None and pair[2].bits >= CANDIDATE:
                scored.append((pair, other))
        scored.sort(key=lambda s: (-s[0][2].bits, -s[1].documents, s[1].key.text, s[0][1].id))
        fit = [s for s in scored if s[0][2].bits >= JOIN and not s[0][3]]
        clear = fit and (len(fit) == 1 or fit[0][0][2].bits - fit[1][0][2].bits >= MARGIN)
        if clear:
            fit[0][1].absorb(group)
            return True
        why = "fits several" if fit else "too little in common"
        for (a, b, comparison, vetoed), _ in scored[:3]:
            reason = "reasons against weigh too much" if vetoed else why
            self.candidates.append(Candidate(min(a.id, b.id), max(a.id, b.id), comparison, reason))
        done.append(group)
        return False

    def _join_shorter(self, groups: list[Group]) -> list[Group]:
        """Fuller names first, so that a short form meets the whole group of the full one."""
        order = sorted(groups, key=lambda g: (-len(g.key.tokens), -g.documents, g.key.text))
        blocks = defaultdict[object, list[Group]](list)
        done: list[Group] = []
        for group in order:
            if nameless("person", group.members[0].name):
                done.append(group)
                continue
            near: dict[int, Group] = {}
            for key in group.blocks():
                for other in blocks[key][:_NEAR]:
                    if other.key != group.key:
                        near[id(other)] = other
            if not self._place(group, near.values(), done):
                for key in group.blocks(as_target=True):
                    blocks[key].append(group)
        return done


def _source(group: Group, owners: dict[int, str]) -> Source:
    ids = tuple(sorted(p.id for p in group.members if p.id >= 0))
    linked = sorted({owners[p.id] for p in group.members if p.id in owners})
    shown = group.display()
    return Source(ids, "person", shown, name_key(shown).text, linked[0] if linked else None)


def _authority_profiles(
    authorities: Sequence[Authority], bodies: frozenset[str]
) -> tuple[list[Profile], dict[int, str]]:
    """The file's entries as profiles with negative ids, one a name; and whose id each bears."""
    profiles: list[Profile] = []
    owners: dict[int, str] = {}
    for entry in authorities:
        names = (entry.name, *entry.aliases)
        kind = "organization" if any(organisation_key(n) in bodies for n in names) else "person"
        for name in names:
            number = -len(profiles) - 1
            owners[number] = entry.id
            profiles.append(
                Profile(
                    id=number, kind=kind, name=name, role=entry.role,
                    affiliation=entry.affiliation, documents=1,
                )
            )  # fmt: skip
    return profiles, owners
