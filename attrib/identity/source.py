"""The outcome of resolution: one expert, and the mentions that are theirs."""

import msgspec


class Source(msgspec.Struct, frozen=True):
    """One expert: ids of its profiles, ascending; its kind; the name to show; the name compared.

    ``authority`` is the id of the user's authority file, ``None`` if none links to it.
    """

    members: tuple[int, ...]
    kind: str
    name: str
    key: str
    authority: str | None = None
