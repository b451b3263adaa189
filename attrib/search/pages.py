"""One person's page: who they are, what they said last, who is quoted beside them."""

from sqlite3 import Connection

import msgspec

from attrib.index.expert_ids import shown
from attrib.index.rows import unpack
from attrib.model import Quote
from attrib.search.lookup import Expert

#: Articles looked through for the people quoted beside an expert: the latest ones.
_ARTICLES = 200


class Beside(msgspec.Struct, frozen=True):
    """Somebody quoted in the same articles, and in how many of the latest ones."""

    id: str
    name: str
    articles: int


class Page(msgspec.Struct, frozen=True):
    """An expert's page; quotes newest first, one a statement."""

    expert: Expert
    quotes: tuple[Quote, ...]
    beside: tuple[Beside, ...]


_QUOTES = """
SELECT r.record, latest.statement FROM (
  SELECT q.id, q.statement, q.day FROM profiles p JOIN quotes q ON q.profile = p.id
  WHERE p.expert = ?1
  UNION ALL
  SELECT q.id, q.statement, q.day FROM profiles p JOIN members m ON m.profile = p.id
  JOIN quotes q ON q.id = m.quote WHERE p.expert = ?1
  ORDER BY 3 DESC, 1 DESC LIMIT ?2) AS latest
JOIN records r ON r.quote = latest.id ORDER BY latest.day DESC, latest.id DESC
"""
_BESIDE = """
WITH latest AS (
  SELECT DISTINCT q.document FROM profiles p JOIN quotes q ON q.profile = p.id
  WHERE p.expert = ?1 ORDER BY q.day DESC LIMIT ?2)
SELECT e.kind, e.id, e.name, count(DISTINCT q.document) AS n
FROM latest CROSS JOIN quotes q ON q.document = latest.document
CROSS JOIN profiles p ON p.id = q.profile CROSS JOIN experts e ON e.id = p.expert
WHERE e.id <> ?1 AND e.kind = 'person' GROUP BY e.id ORDER BY n DESC, e.id LIMIT 10
"""


def page_of(connection: Connection, expert: Expert, quotes: int = 10) -> Page:
    """The page with its ``quotes`` most recent statements."""
    seen: set[int] = set()
    recent: list[Quote] = []
    # Twice as many rows as shown: reprints stand close together in time.
    for record, statement in connection.execute(_QUOTES, (expert.number, quotes * 2)):
        if statement not in seen and len(recent) < quotes:
            seen.add(statement)
            recent.append(unpack(record))
    beside = tuple(
        Beside(shown(kind, number), name, n)
        for kind, number, name, n in connection.execute(_BESIDE, (expert.number, _ARTICLES))
    )
    return Page(expert, tuple(recent), beside)
