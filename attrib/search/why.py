"""Why two names are one expert or two: the reasons, as they were weighed."""

from sqlite3 import Connection

import msgspec

from attrib.identity.bodies import body_keys
from attrib.identity.compare import CANDIDATE, JOIN, Comparison, Profile, compare
from attrib.identity.names import name_key
from attrib.identity.offices import Evidence
from attrib.identity.organisations import organisation_key
from attrib.identity.scope import BODIES
from attrib.index.expert_ids import shown
from attrib.index.profiles import load_profiles
from attrib.search.lookup import find_experts


class Side(msgspec.Struct, frozen=True):
    """One of the two compared: the name and office of the mentions, and whose they are."""

    name: str
    role: str | None
    affiliation: str | None
    expert: str


class Reasons(msgspec.Struct, frozen=True):
    """The two sides, the evidence in bits, and what follows from it.

    ``evidence`` is empty where the names differ in a word that both have, or are no persons'.
    """

    left: Side
    right: Side
    evidence: tuple[Evidence, ...]
    one: bool
    verdict: str


class NotFoundError(ValueError):
    """A name fits no expert of the index."""


def reasons(connection: Connection, a: str, b: str) -> Reasons:
    """Compare the closest mentions of two names. Raises :class:`NotFoundError`."""
    profiles = load_profiles(connection)
    owners = dict(connection.execute("SELECT id, expert FROM profiles WHERE expert IS NOT NULL"))
    left = _mentions(connection, a, profiles, owners)
    right = _mentions(connection, b, profiles, owners)
    best: tuple[float, Profile, Profile, Comparison] | None = None
    for mine in left:
        for theirs in right:
            comparison = compare(mine, theirs) if mine.kind == theirs.kind == "person" else None
            itself = mine.id == theirs.id and not len(left) == len(right) == 1
            if comparison is None or itself:
                continue
            if best is None or comparison.bits > best[0]:
                best = (comparison.bits, mine, theirs, comparison)
    if best is None:
        mine, theirs = left[0], right[0]
        one = owners[mine.id] == owners[theirs.id]
        verdict = _by_name(profiles, mine, theirs, one)
        return Reasons(_side(mine, owners), _side(theirs, owners), (), one, verdict)
    bits, mine, theirs, comparison = best
    one = owners[mine.id] == owners[theirs.id]
    return Reasons(
        _side(mine, owners), _side(theirs, owners), comparison.evidence, one,
        _verdict(bits, one),
    )  # fmt: skip


def _by_name(profiles: dict[int, Profile], a: Profile, b: Profile, one: bool) -> str:
    """The verdict where names alone decide: bodies' by their canonical names."""
    if not (a.kind in BODIES and b.kind in BODIES):
        return (
            "one, by an override or a mention between the two" if one else "two: the names differ"
        )
    mine, theirs = organisation_key(a.name), organisation_key(b.name)
    if not one:
        return f"two: '{mine}' and '{theirs}' are the names compared"
    if mine == theirs:
        return f"one: both are '{mine}'"
    keys = body_keys(list(profiles.values()))
    if keys.get(a.name) == keys.get(b.name):
        return (
            f"one: '{mine}' and '{theirs}' are spellings of one name, or articles explain one by it"
        )
    return f"one, by an override, the authority file or as its article's only '{theirs}'"


def _verdict(bits: float, one: bool) -> str:
    if one and bits < JOIN:
        return f"one, by an override or by way of another mention ({bits:.1f} bits by themselves)"
    if one:
        return f"one: {bits:.1f} bits, {JOIN:.0f} are enough"
    if bits >= JOIN:
        return f"two, though {bits:.1f} bits speak for one: another fits as well, or an override"
    if bits >= CANDIDATE:
        return f"two, and a candidate: {bits:.1f} bits of the {JOIN:.0f} needed"
    return f"two: {bits:.1f} bits of the {JOIN:.0f} needed"


def _mentions(
    connection: Connection, typed: str, profiles: dict[int, Profile], owners: dict[int, int]
) -> list[Profile]:
    """Mentions of exactly this name, else all of the experts it fits; most frequent first."""
    found = find_experts(connection, typed)
    if not found.experts:
        raise NotFoundError(f"{typed}: nobody of this name; try 'attrib experts \"{typed}\"'")
    meant = [found.chosen] if found.chosen is not None else list(found.experts)
    numbers = {e.number for e in meant}
    mine = [p for p in profiles.values() if owners.get(p.id) in numbers]
    exact = [p for p in mine if name_key(p.name) == name_key(typed)]
    return sorted(exact or mine, key=lambda p: (-p.documents, p.id))[:60]


def _side(profile: Profile, owners: dict[int, int]) -> Side:
    return Side(
        profile.name, profile.role, profile.affiliation, shown(profile.kind, owners[profile.id])
    )


class Pair(msgspec.Struct, frozen=True):
    """A pair kept apart that may be one: its sides, the evidence and why it was not joined."""

    left: Side
    right: Side
    bits: float
    evidence: tuple[Evidence, ...]
    why: str


def candidates(connection: Connection, limit: int) -> list[Pair]:
    """The pairs worth a human's look, the likeliest first."""
    rows = connection.execute(
        "SELECT c.bits, c.why, c.evidence, a.name, ra.text, fa.text, a.kind, a.expert, "
        "b.name, rb.text, fb.text, b.kind, b.expert FROM candidates c "
        "JOIN profiles a ON a.id = c.a JOIN profiles b ON b.id = c.b "
        "LEFT JOIN labels ra ON ra.id = a.role LEFT JOIN labels fa ON fa.id = a.affiliation "
        "LEFT JOIN labels rb ON rb.id = b.role LEFT JOIN labels fb ON fb.id = b.affiliation "
        "WHERE a.expert <> b.expert ORDER BY c.bits DESC, a.name, b.name, c.a, c.b LIMIT ?",
        (limit,),
    )
    return [
        Pair(
            Side(row[3], row[4], row[5], shown(row[6], row[7])),
            Side(row[8], row[9], row[10], shown(row[11], row[12])),
            row[0], msgspec.json.decode(row[2], type=tuple[Evidence, ...]), row[1],
        )
        for row in rows
    ]  # fmt: skip
