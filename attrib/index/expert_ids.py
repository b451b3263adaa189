"""Ids of experts: made once of the name, then kept for whoever keeps most of the mentions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import msgspec


class Claim(msgspec.Struct, frozen=True):
    """A source that wants an id: the parts of its natural key, most general first, and the ids its
    mentions had before, with the number of articles behind each."""

    natural: tuple[str, ...]
    before: Mapping[int, int]
    documents: int


def elect(claims: Sequence[Claim], taken: Iterable[int] = ()) -> list[int]:
    """An id a claim, in order. No two are equal; none of ``taken`` is given to a new source."""
    ids: dict[int, int] = {}
    used = set(taken)
    wishes = sorted(
        (-weight, expert, claims[i].natural, i)
        for i in range(len(claims))
        for expert, weight in claims[i].before.items()
    )
    given: set[int] = set()
    for _, expert, _, i in wishes:
        if i not in ids and expert not in given:
            ids[i] = expert
            given.add(expert)
    used |= given
    new = sorted(
        (i for i in range(len(claims)) if i not in ids),
        key=lambda i: (-claims[i].documents, claims[i].natural),
    )
    for i in new:
        # The plain name first; of two people of one name the lesser quoted gets the office added.
        for number in _numbers(claims[i].natural):
            if number not in used:
                ids[i] = number
                used.add(number)
                break
    return [ids[i] for i in range(len(claims))]


def _numbers(natural: tuple[str, ...]) -> Iterable[int]:
    for length in range(2, len(natural) + 1):
        yield _number("\x1f".join(natural[:length]))
    salt = 0
    while True:
        salt += 1
        yield _number("\x1f".join((*natural, str(salt))))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")


def shown(kind: str, number: int) -> str:
    """An id as people see it: the kind's first letter and twelve hex digits."""
    return f"{kind[0]}{number:012x}"


def number_of(text: str) -> int | None:
    """The number of a shown id; ``None`` if it is not one."""
    if len(text) != 13 or text[0] not in "pgoad":
        return None
    try:
        return int(text[1:], 16)
    except ValueError:
        return None
