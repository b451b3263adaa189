"""Floors: scores that no change may fall below, for each group of fixtures."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from attrib.gold.stored import encode_gold
from attrib.review.run import KNOWN_MISSES, Run, totals


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """A group's pinned scores. ``gold`` is the hash of the gold they were measured on; ``cases``
    how many of its documents pass; every score is a least one."""

    gold: str
    cases: int
    scores: dict[str, float]


class FloorError(ValueError):
    """A floors file that cannot be read, or floors that may not be lowered; says what to do."""


def measured(run: Run) -> dict[str, Floor]:
    """What the groups of a run reach now."""
    out: dict[str, Floor] = {}
    for group in sorted({r.gold.group for r in run.documents} - {KNOWN_MISSES}):
        documents = run.group(group)
        found = totals(documents, bounds=False)
        scores = {
            "quotes": found.quote.f,
            "quotes.precision": found.quote.p,
            "who_said_what": found.who_said_what.f,
            "exact_boundaries": found.exact_boundaries,
            "kind": found.kind_accuracy,
            "cue": found.cue_accuracy,
            "speaker": found.speaker_accuracy,
            "full_name": found.full_name_accuracy,
            "role": found.role.f,
            "affiliation": found.affiliation.f,
            "via": found.via.f,
        }
        gold = sha256(encode_gold(r.gold for r in documents)).hexdigest()[:16]
        out[group] = Floor(
            gold=gold,
            cases=sum(r.passes for r in documents),
            scores=scores if found.gold else {},
        )
    return out


def read_floors(path: Path) -> dict[str, Floor]:
    """The floors of a file by group; none if there is no file. Raises FloorError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Floor])
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FloorError(f"{path}: {error}; take it back from version control") from None


def broken(floors: Mapping[str, Floor], now: Mapping[str, Floor]) -> tuple[str, ...]:
    """What is below its floor, a line each; groups that were not run are passed over."""
    out: list[str] = []
    for group, floor in floors.items():
        if group not in now:
            continue
        reached = now[group]
        if reached.gold != floor.gold:
            out.append(f"{group}: the gold has changed; look at the scores and run with --update")
        out += _lower(group, floor, reached)
    return tuple(out)


def _lower(group: str, floor: Floor, reached: Floor) -> list[str]:
    out = [
        f"{group}: {name} is {reached.scores.get(name, 0.0):.4f}, its floor {least:.4f}"
        for name, least in floor.scores.items()
        if reached.scores.get(name, 0.0) < least
    ]
    if reached.cases < floor.cases:
        out.append(f"{group}: {reached.cases} cases pass, the floor is {floor.cases}")
    return out


def updated(
    floors: Mapping[str, Floor], now: Mapping[str, Floor], allow_regression: bool
) -> dict[str, Floor]:
    """The floors as they are to be written: what is reached now for every group that was run.

    Raises:
        FloorError: one would be lowered, and ``allow_regression`` is not given.
    """
    lower = [
        line for group, reached in now.items() if group in floors
        for line in _lower(group, floors[group], reached)
    ]  # fmt: skip
    if lower and not allow_regression:
        raise FloorError(
            "\n".join([*lower, "no floor is lowered without --allow-regression; mend the rules"])
        )
    return dict(sorted({**floors, **now}.items()))


def encode_floors(floors: Mapping[str, Floor]) -> bytes:
    """The floors file."""
    return msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n"
