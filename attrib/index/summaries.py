"""What an expert's page says, summed up when the quotes change so that opening it costs nothing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from operator import itemgetter
from sqlite3 import Connection

import msgspec

from attrib.identity.compare import Profile
from attrib.identity.offices import wording

#: Quotes whose words say what somebody speaks about: the latest ones.
_READ = 100
#: Their most frequent words, of which the rarest elsewhere are shown.
_WEIGHED = 60
_TOPICS = 12
_SHOWN = 20


class OfficeHeld(msgspec.Struct, frozen=True):
    """A role and an affiliation spoken under; first and last day (``YYYYMMDD``), quotes."""

    role: str | None
    affiliation: str | None
    first: int | None
    last: int | None
    quotes: int


class Summary(msgspec.Struct, frozen=True):
    """An expert's page: names, offices, outlets (each with its quotes), distinctive words."""

    quotes: int
    documents: int
    names: tuple[tuple[str, int], ...]
    offices: tuple[OfficeHeld, ...]
    outlets: tuple[tuple[str, int], ...]
    topics: tuple[str, ...]


class Summaries:
    """Makes summaries within one transaction of linking."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._words: dict[str, tuple[str, int]] = {
            word: (root, quotes)
            for word, root, quotes in connection.execute("SELECT word, stem, quotes FROM words")
        }
        self._all = connection.execute("SELECT count(*) FROM quotes").fetchone()[0] or 1
        self._outlets = dict(
            connection.execute("SELECT id, text FROM labels WHERE facet = 'outlet'")
        )

    def of(self, profiles: Sequence[Profile]) -> Summary:
        """The summary of the quotes of these profiles, conjoined ones included."""
        names: Counter[str] = Counter()
        outlets: Counter[int] = Counter()
        held = defaultdict[tuple[str | None, str | None], list[tuple[int | None, int | None, int]]](
            list
        )
        documents: set[int] = set()
        spoken: list[tuple[int, int]] = []
        for profile in profiles:
            rows = self._db.execute(
                "SELECT document, day, outlet, id FROM quotes WHERE profile = ?1 "
                "UNION ALL SELECT q.document, q.day, q.outlet, q.id FROM members m "
                "JOIN quotes q ON q.id = m.quote WHERE m.profile = ?1", (profile.id,),
            ).fetchall()  # fmt: skip
            names[profile.name] += len(rows)
            documents.update(r[0] for r in rows)
            outlets.update(r[2] for r in rows if r[2] is not None)
            spoken += [(r[1] or 0, r[3]) for r in rows]
            days = [r[1] for r in rows if r[1] is not None]
            office = (profile.role, profile.affiliation)
            held[office].append((min(days, default=None), max(days, default=None), len(rows)))
        return Summary(
            quotes=len(spoken), documents=len(documents),
            names=tuple(sorted(names.items(), key=_most)[:_SHOWN]),
            offices=_offices(held),
            outlets=tuple(
                sorted(((self._outlets[o], n) for o, n in outlets.items()), key=_most)[:_SHOWN]
            ),
            topics=self._topics(spoken, names),
        )  # fmt: skip

    def _topics(self, spoken: list[tuple[int, int]], names: Counter[str]) -> tuple[str, ...]:
        """Words frequent with this expert and rare elsewhere; one form a stem."""
        spoken = sorted(spoken, reverse=True)[:_READ]
        own = {w for name in names for w in name.lower().split()}
        read = msgspec.json.encode([number for _, number in spoken]).decode()
        # Put together in the order of ``spoken``, which decides between words equally frequent.
        (told,) = self._db.execute(
            "SELECT group_concat(telling, ' ') FROM (SELECT r.telling FROM json_each(?) s "
            "CROSS JOIN records r ON r.quote = s.value)", (read,),
        ).fetchone()  # fmt: skip
        needed = 1 if len(spoken) < 4 else 2
        counted = [x for x in Counter((told or "").split()).items() if x[1] >= needed]
        counted.sort(key=itemgetter(1), reverse=True)
        weights: dict[str, float] = {}
        shown: dict[str, str] = {}
        for word, times in counted[:_WEIGHED]:
            if word in own:
                continue
            root, quotes = self._words.get(word, (word, 1))
            rare = log(self._all / max(quotes, 1) + 1)
            weights[root] = weights.get(root, 0.0) + times * rare
            shown.setdefault(root, word)
        return tuple(shown[r] for r in sorted(weights, key=lambda r: (-weights[r], r))[:_TOPICS])


def _most(counted: tuple[str, int]) -> tuple[int, str]:
    """The order of counts: most first, then by name."""
    return -counted[1], counted[0]


def _offices(
    held: dict[tuple[str | None, str | None], list[tuple[int | None, int | None, int]]],
) -> tuple[OfficeHeld, ...]:
    alike = defaultdict[frozenset[str], list[OfficeHeld]](list)
    for (role, affiliation), spans in held.items():
        if role or affiliation:
            first = min((f for f, _, _ in spans if f is not None), default=None)
            last = max((t for _, t, _ in spans if t is not None), default=None)
            quotes = sum(n for *_, n in spans)
            office = OfficeHeld(role, affiliation, first, last, quotes)
            alike[wording(role, affiliation)].append(office)
    found = [_one(offices) for offices in alike.values()]
    return tuple(
        sorted(found, key=lambda o: (-(o.last or 0), -o.quotes, o.role or "", o.affiliation or ""))
    )


def _one(offices: list[OfficeHeld]) -> OfficeHeld:
    """Wordings of one office as one, in the words it is quoted under most."""
    usual = min(offices, key=lambda o: (-o.quotes, o.role or "", o.affiliation or ""))
    return OfficeHeld(
        usual.role, usual.affiliation,
        min((o.first for o in offices if o.first is not None), default=None),
        max((o.last for o in offices if o.last is not None), default=None),
        sum(o.quotes for o in offices),
    )  # fmt: skip
