"""Organisations, named groups and documents: one source where the canonical names are equal.

Organisations' spellings count as equal when they sound alike (Gajah Mada, Gadjah Mada).
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from attrib.identity.compare import Profile
from attrib.identity.names import folded_words, sound
from attrib.identity.organisations import bracketed_abbreviation, organisation_key
from attrib.identity.overrides import Override
from attrib.identity.scope import BODIES
from attrib.identity.source import Source


def body_keys(profiles: list[Profile]) -> dict[str, str]:
    """Canonical names of organisations; an abbreviation that articles explain in one way only is
    spelt out."""
    explained = defaultdict[str, set[str]](set)
    for p in profiles:
        for text in (p.name, p.affiliation):
            short = bracketed_abbreviation(text) if text and ("(" in text or "[" in text) else None
            if short is not None and text is not None:
                explained[short].add(organisation_key(text))
    keys: dict[str, str] = {}
    for p in profiles:
        if p.kind in BODIES:
            key = organisation_key(p.name)
            full = explained.get(key, set())
            keys[p.name] = next(iter(full)) if len(full) == 1 else key
    return keys


def join_bodies(
    rest: list[Profile],
    keys: dict[str, str],
    overrides: Sequence[Override],
    owners: dict[int, str],
) -> list[Source]:
    """The sources of all profiles that are not persons'. ``owners``: profile → authority id."""
    tables = defaultdict[tuple[str, str, str], list[Profile]](list)
    for p in rest:
        if p.scope is not None or p.kind == "anonymous":
            tables[p.kind, " ".join(folded_words(p.name)), p.scope or str(p.id)].append(p)
        elif p.kind in BODIES:
            key = keys.get(p.name) or organisation_key(p.name)
            tables["organization", _spoken(key), ""].append(p)
        else:
            tables[p.kind, " ".join(folded_words(p.name)), ""].append(p)
    groups = _apply_to_bodies(list(tables.items()), overrides)
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


def _spoken(key: str) -> str:
    """The name as it sounds, in one word: ``Air Asia`` is ``AirAsia``.

    Numbers and short words, Roman numerals too, stand for themselves.
    """
    spoken = ""
    for word in key.split():
        spelt = len(word) < 5 or not word.isalpha() or _ROMAN.fullmatch(word)
        heard = word if spelt else sound(word)
        spoken += heard[1:] if not spelt and spoken[-1:] == heard[:1] else heard
    return spoken


_ROMAN = re.compile("[ivxlcdm]+")
_Body = tuple[tuple[str, str, str], list[Profile]]


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
            left = [p for p in members if override.left.fits(p)]
            right = [p for p in members if override.right.fits(p) and p not in left]
            if left and right:
                rest = [p for p in members if p not in right]
                split.extend([((kind, key, scope), rest), ((kind, key, f"{scope}!"), right)])
            else:
                split.append(((kind, key, scope), members))
        groups = split
    return groups
