"""Reprints: the same words in several articles are one statement with its occurrences."""

from collections.abc import Sequence
from sqlite3 import Connection

from attrib.index.folding import stemmed, words
from attrib.index.rows import unpack
from attrib.index.sketches import SHORT, same_statement

#: Candidates compared word by word before a quote is taken for a statement of its own.
_TRIED = 2


def assign_statements(
    connection: Connection, quotes: Sequence[tuple[int, tuple[int, ...], str]]
) -> list[int]:
    """The statement of each new quote ``(id, sketch, words)``, in order.

    A statement's number is the id of the first quote that made it.
    """
    known = _known(connection, [key for _, keys, _ in quotes for key in keys])
    fresh: dict[int, int] = {}
    said: dict[int, list[str]] = {}
    result: list[int] = []
    for number, keys, text in quotes:
        statement = known.get(keys[0])
        if statement is None and len(keys) > 1:
            mine = text.split(" ")
            near = dict.fromkeys(known[k] for k in keys[1:] if k in known)
            for candidate in list(near)[:_TRIED]:
                theirs = said.get(candidate) or _words_of(connection, candidate)
                if theirs and len(theirs) >= SHORT and same_statement(mine, theirs):
                    statement = candidate
                    break
        if statement is None:
            statement = number
            said[number] = text.split(" ")
        for key in keys:
            if key not in known:
                known[key] = fresh[key] = statement
        result.append(statement)
    connection.executemany(
        "INSERT OR IGNORE INTO prints (key, statement) VALUES (?, ?)", sorted(fresh.items())
    )
    return result


def _known(connection: Connection, keys: list[int]) -> dict[int, int]:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (key INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM asked")
    connection.executemany(
        "INSERT OR IGNORE INTO asked VALUES (?)", [(k,) for k in sorted(set(keys))]
    )
    return dict(
        connection.execute("SELECT p.key, p.statement FROM asked CROSS JOIN prints p USING (key)")
    )


def _words_of(connection: Connection, statement: int) -> list[str]:
    found = connection.execute(
        "SELECT r.record FROM quotes q JOIN records r ON r.quote = q.id WHERE q.statement = ? "
        "ORDER BY q.id LIMIT 1",
        (statement,),
    ).fetchone()
    return stemmed(words(unpack(found[0]).content.text)).split(" ") if found else []
