"""Organisations, named groups and documents: one source where the canonical names are equal.

Organisations' spellings count as equal when they sound alike (Gajah Mada, Gadjah Mada).
"""

from collections import defaultdict
from collections.abc import Sequence

from attrib.identity.compare import Profile
from attrib.identity.explained import explanations
from attrib.identity.names import folded_words
from attrib.identity.organisations import organisation_key
from attrib.identity.overrides import Override
from attrib.identity.scope import BODIES, means_its_own
from attrib.identity.source import Source
from attrib.identity.spellings import one_spelling


def body_keys(profiles: Sequence[Profile]) -> dict[str, str]:
    """Name → canonical name of organisations, one for all its spellings.

    An abbreviation, or a name that breaks off, that articles explain in one way only is completed.
    """
    bodies = [p for p in profiles if p.kind in BODIES]
    explained = explanations(profiles, [p for p in bodies if p.scope is None])
    keys: dict[str, str] = {}
    weight = defaultdict[str, int](int)
    for p in bodies:
        key = organisation_key(p.name)
        full = explained.get(key, set())
        keys[p.name] = next(iter(full)) if len(full) == 1 else key
        if p.scope is None:
            weight[keys[p.name]] += p.documents
    spelling = one_spelling(weight)
    return {name: spelling.get(key, key) for name, key in keys.items()}


def join_bodies(
    rest: Sequence[Profile],
    keys: dict[str, str],
    overrides: Sequence[Override],
    owners: dict[int, str],
) -> list[Source]:
    """The sources of all profiles that are not persons'. ``owners``: profile → authority id."""
    tables = defaultdict[tuple[str, str, str], list[Profile]](list)
    fuller = _fuller(rest, keys)
    for p in rest:
        full = fuller.get(p.id)
        if full is not None:
            tables["organization", full, ""].append(p)
        elif p.scope is not None or p.kind == "anonymous":
            tables[p.kind, " ".join(folded_words(p.name)), p.scope or str(p.id)].append(p)
        elif p.kind in BODIES:
            key = keys.get(p.name) or organisation_key(p.name)
            tables["organization", key, ""].append(p)
        else:
            tables[p.kind, " ".join(folded_words(p.name)), ""].append(p)
    groups = _apply_to_bodies(_tied_by_owner(list(tables.items()), owners), overrides)
    sources: list[Source] = []
    for (kind, key, _), members in groups:
        counted = defaultdict[str, int](int)
        for p in members:
            counted[p.name] += p.documents
        shown = max(sorted(counted), key=lambda n: (len(folded_words(n)) > 1, counted[n], len(n)))
        kinds = [p.kind for p in members]
        shown_kind = max(sorted(set(kinds)), key=kinds.count) if kind in BODIES else kind
        ids = tuple(sorted(p.id for p in members if p.id >= 0))
        linked = sorted({owners[p.id] for p in members if p.id in owners})
        sources.append(Source(ids, shown_kind, shown, key, linked[0] if linked else None))
    return sources


def _fuller(rest: Sequence[Profile], keys: dict[str, str]) -> dict[int, str]:
    """Bare names of local bodies (``KBRI``) → the only body of the kind named in their article."""
    local = [p for p in rest if p.scope is not None and means_its_own(p.kind, p.name)]
    wanted = {article for p in local for article in p.articles}
    named = defaultdict[int, set[str]](set)
    for p in rest:
        if p.scope is None and p.kind in BODIES:
            for article in p.articles & wanted:
                named[article].add(keys[p.name])
    found: dict[int, str] = {}
    for p in local:
        start = f"{organisation_key(p.name)} "
        fits = {k for article in p.articles for k in named[article] if f"{k} ".startswith(start)}
        if len(fits) == 1:
            found[p.id] = fits.pop()
    return found


_Body = tuple[tuple[str, str, str], list[Profile]]


def _tied_by_owner(groups: list[_Body], owners: dict[int, str]) -> list[_Body]:
    """The names and aliases of one entry of the authority file as one body."""
    tied: list[_Body] = []
    of_owner: dict[str, list[Profile]] = {}
    for table, members in groups:
        mine = {owners[p.id] for p in members if p.id in owners}
        known = next((of_owner[o] for o in sorted(mine) if o in of_owner), None)
        if known is None:
            known = members
            tied.append((table, known))
        else:
            known.extend(members)
        of_owner.update(dict.fromkeys(mine, known))
    return tied


def _apply_to_bodies(groups: list[_Body], overrides: Sequence[Override]) -> list[_Body]:
    for override in overrides:
        if override.verdict == "same":
            hit = [
                g
                for g in groups
                if any(override.left.fits(p) or override.right.fits(p) for p in g[1])
            ]
            if len(hit) > 1:
                joined = (hit[0][0], [p for g in hit for p in g[1]])
                groups = [g for g in groups if g not in hit] + [joined]
            continue
        split: list[_Body] = []
        for (kind, key, scope), members in groups:
            # Of two forms of one canonical name (KPK, Komisi …) each is meant as it is written.
            written = override.left.keys[1] == override.right.keys[1]
            left = [p for p in members if override.left.fits(p, as_written=written)]
            right = [
                p for p in members
                if override.right.fits(p, as_written=written) and p not in left
            ]  # fmt: skip
            if left and right:
                rest = [p for p in members if p not in right]
                split.extend([((kind, key, scope), rest), ((kind, key, f"{scope}!"), right)])
            else:
                split.append(((kind, key, scope), members))
        groups = split
    return groups
