"""The profiles of the index as identity compares them, with what their quotes add up to."""

from collections import defaultdict
from sqlite3 import Connection

from attrib.identity.compare import Profile
from attrib.identity.names import name_key
from attrib.identity.scope import BODIES


def load_profiles(connection: Connection) -> dict[int, Profile]:
    """Every profile that has a quote, by id."""
    rows = connection.execute(
        "SELECT id, kind, name, role, affiliation, scope FROM profiles"
    ).fetchall()
    tallies = _tallies(connection, frozenset(r[0] for r in rows if r[1] in BODIES))
    labels = dict(
        connection.execute(
            "SELECT id, text FROM labels WHERE facet IN ('role', 'affiliation', 'outlet')"
        )
    )
    doc_ids = dict(
        connection.execute(
            "SELECT id, doc_id FROM documents WHERE id IN "
            "(SELECT scope FROM profiles WHERE scope <> 0)"
        )
    )
    beside = _beside(connection)
    shared = _shared_statements(connection)
    found: dict[int, Profile] = {}
    for number, kind, name, role, affiliation, scope in rows:
        tally = tallies.get(number)
        if tally is None:
            continue
        others = beside.get(scope, frozenset()) - {name_key(name).text} if scope else frozenset()
        found[number] = Profile(
            id=number, kind=kind, name=name, role=labels.get(role),
            affiliation=labels.get(affiliation), first=tally.first, last=tally.last,
            documents=tally.documents, outlets=frozenset(labels[o] for o in tally.outlets),
            scope=doc_ids.get(scope), others=others,
            articles=frozenset(tally.articles), statements=shared.get(number, frozenset()),
        )  # fmt: skip
    return found


class _Tally:
    __slots__ = ("articles", "documents", "first", "last", "latest", "outlets")

    def __init__(self) -> None:
        self.documents = self.latest = 0
        self.first: int | None = None
        self.last: int | None = None
        self.outlets: set[int] = set()
        self.articles: set[int] = set()


def _tallies(connection: Connection, bodies: frozenset[int]) -> dict[int, _Tally]:
    """What the quotes of each profile add up to; the articles of ``bodies`` only."""
    tallies = defaultdict[int, _Tally](_Tally)
    queries = (
        "SELECT profile, document, outlet, day FROM quotes WHERE profile IS NOT NULL",
        "SELECT m.profile, q.document, q.outlet, q.day FROM members m "
        "JOIN quotes q ON q.id = m.quote",
    )
    for query in queries:
        for profile, document, outlet, day in connection.execute(query):
            tally = tallies[profile]
            if document == tally.latest:
                continue
            # Quotes of an article lie together, so a change of document is a new one.
            tally.latest = document
            tally.documents += 1
            if profile in bodies:
                tally.articles.add(document)
            if outlet is not None:
                tally.outlets.add(outlet)
            if day is not None:
                tally.first = day if tally.first is None else min(tally.first, day)
                tally.last = day if tally.last is None else max(tally.last, day)
    return dict(tallies)


def _beside(connection: Connection) -> dict[int, frozenset[str]]:
    """For the articles of scoped persons: the names of the people in them."""
    names = defaultdict[int, set[str]](set)
    for document, name in connection.execute(
        "SELECT DISTINCT q.document, p.name FROM quotes q JOIN profiles p ON p.id = q.profile "
        "WHERE p.kind = 'person' AND q.document IN "
        "(SELECT scope FROM profiles WHERE kind = 'person' AND scope <> 0)"
    ):
        names[document].add(name_key(name).text)
    return {document: frozenset(found) for document, found in names.items()}


def _shared_statements(connection: Connection) -> dict[int, frozenset[int]]:
    """Profile → the statements it shares with other profiles (reprints under another name)."""
    found = defaultdict[int, set[int]](set)
    for statement, profile in connection.execute(
        "SELECT DISTINCT statement, profile FROM quotes INDEXED BY quotes_by_statement "
        "WHERE profile IS NOT NULL AND statement IN (SELECT statement FROM quotes INDEXED BY "
        "quotes_by_statement WHERE profile IS NOT NULL GROUP BY statement "
        "HAVING min(profile) < max(profile))"
    ):
        found[profile].add(statement)
    return {profile: frozenset(statements) for profile, statements in found.items()}
