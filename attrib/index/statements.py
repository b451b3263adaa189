"""Reprints: the same words in several articles are one statement with its occurrences."""

from collections.abc import Sequence
from sqlite3 import Connection

import msgspec

from attrib.index.folding import stemmed, words
from attrib.index.rows import unpack
from attrib.index.sketches import SHORT, same_statement

#: Candidates compared word by word before a quote is taken for a statement of its own.
_TRIED = 2
#: Statements whose words are kept at hand; those of a reprint mostly came not long ago.
_KEPT = 200_000


class Statements:
    """Finds the statement of each new quote; :meth:`forget` when quotes were taken out."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._said: dict[int, str] = {}

    def forget(self) -> None:
        self._said.clear()

    def assign(self, quotes: Sequence[tuple[int, tuple[int, ...], str]]) -> list[int]:
        """The statement of each new quote ``(id, sketch, stems)``, in order.

        A statement's number is the id of the first quote that made it.
        """
        known = self._known([key for _, keys, _ in quotes for key in keys])
        if len(self._said) > _KEPT:
            self.forget()
        fresh: dict[int, int] = {}
        result: list[int] = []
        for number, keys, text in quotes:
            statement = known.get(keys[0])
            if statement is None and len(keys) > 1:
                statement = self._near(keys, text, known)
            if statement is None:
                statement = number
                self._said[number] = text
            for key in keys:
                if key not in known:
                    known[key] = fresh[key] = statement
            result.append(statement)
        self._db.executemany(
            "INSERT OR IGNORE INTO prints (key, statement) VALUES (?, ?)", sorted(fresh.items())
        )
        return result

    def _near(self, keys: tuple[int, ...], text: str, known: dict[int, int]) -> int | None:
        candidates = dict.fromkeys(known[k] for k in keys[1:] if k in known)
        if not candidates:
            return None
        mine = text.split(" ")
        for candidate in list(candidates)[:_TRIED]:
            theirs = self._stems_of(candidate).split(" ")
            if len(theirs) >= SHORT and same_statement(mine, theirs):
                return candidate
        return None

    def _known(self, keys: list[int]) -> dict[int, int]:
        asked = msgspec.json.encode(sorted(set(keys))).decode()
        return dict(
            self._db.execute(
                "SELECT p.key, p.statement FROM json_each(?) a "
                "CROSS JOIN prints p ON p.key = a.value", (asked,),
            )
        )  # fmt: skip

    def _stems_of(self, statement: int) -> str:
        found = self._said.get(statement)
        if found is None:
            record = self._db.execute(
                "SELECT record FROM records WHERE quote = ?", (statement,)
            ).fetchone()
            found = stemmed(words(unpack(record[0]).content.text)) if record else ""
            self._said[statement] = found
        return found
