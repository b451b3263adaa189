"""Ids of what recurs (outlets, roles, documents, profiles): looked up once, then remembered."""

from sqlite3 import Connection

from attrib.identity.names import folded_words
from attrib.identity.offices import office
from attrib.identity.organisations import organisation_key
from attrib.index.rows import Voice, day_of
from attrib.model import Source

_NONE = 0


def folded_label(facet: str, text: str) -> str:
    """A label as filters compare it; roles and affiliations in their canonical form."""
    if facet == "affiliation":
        return organisation_key(text)
    if facet == "role":
        return " ".join(office(text, None).role)
    return " ".join(folded_words(text))


def fold_labels_anew(connection: Connection) -> None:
    """Write the canonical forms of roles and affiliations as the rules now make them."""
    rows = connection.execute(
        "SELECT id, facet, text, folded FROM labels WHERE facet IN ('role', 'affiliation')"
    ).fetchall()
    changed = [
        (now, number)
        for number, facet, text, before in rows
        if (now := folded_label(facet, text)) != before
    ]
    connection.executemany("UPDATE labels SET folded = ? WHERE id = ?", changed)


class Ids:
    """Ids within one run of one writer. :meth:`forget` them after somebody else has written."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._labels: dict[tuple[str, str], int] = {}
        self._documents: dict[str, tuple[int, Source]] = {}
        self._profiles: dict[tuple[Voice, int], int] = {}
        self._touched: set[int] = set()

    def forget(self) -> None:
        self._labels.clear()
        self._documents.clear()
        self._profiles.clear()
        self._touched.clear()

    def label(self, facet: str, text: str | None) -> int | None:
        """The id of a label, made if new; ``None`` for ``None``."""
        if text is None:
            return None
        key = (facet, text)
        known = self._labels.get(key)
        if known is None:
            found = self._db.execute(
                "SELECT id FROM labels WHERE facet = ? AND text = ?", key
            ).fetchone()
            if found is None:
                folded = folded_label(facet, text)
                known = self._db.execute(
                    "INSERT INTO labels (facet, text, folded) VALUES (?, ?, ?)", (*key, folded)
                ).lastrowid
            else:
                known = found[0]
            assert known is not None
            self._labels[key] = known
        return known

    def document(self, doc_id: str, source: Source) -> tuple[int, bool]:
        """The id of a document, and whether it was made just now."""
        known = self._documents.get(doc_id)
        if known is not None and known[1] == source:
            return known[0], False
        outlet, day = self.label("outlet", source.outlet), day_of(source.published)
        values = (outlet, day, source.title, source.url)
        found = self._db.execute(
            "SELECT id, outlet, day, title, url FROM documents WHERE doc_id = ?", (doc_id,)
        ).fetchone()
        if found is None:
            number = self._db.execute(
                "INSERT INTO documents (doc_id, outlet, day, title, url) VALUES (?, ?, ?, ?, ?)",
                (doc_id, *values),
            ).lastrowid
            assert number is not None
        else:
            number = found[0]
            if found[1:] != values:
                self._db.execute(
                    "UPDATE documents SET outlet = ?, day = ?, title = ?, url = ? WHERE id = ?",
                    (*values, number),
                )
        if len(self._documents) > 50_000:
            self._documents.clear()
        self._documents[doc_id] = (number, source)
        return number, found is None

    def profile(self, voice: Voice, document: int) -> int:
        """The id of the voice's profile, made if new, and marked as touched."""
        key = (voice, document if voice.scoped else _NONE)
        known = self._profiles.get(key)
        if known is None:
            values = (
                voice.name, voice.kind, self.label("role", voice.role) or _NONE,
                self.label("affiliation", voice.affiliation) or _NONE, key[1],
            )  # fmt: skip
            found = self._db.execute(
                "SELECT id FROM profiles WHERE name = ? AND kind = ? AND role = ? "
                "AND affiliation = ? AND scope = ?", values,
            ).fetchone()  # fmt: skip
            if found is None:
                known = self._db.execute(
                    "INSERT INTO profiles (name, kind, role, affiliation, scope, touched) "
                    "VALUES (?, ?, ?, ?, ?, 1)", values,
                ).lastrowid  # fmt: skip
                assert known is not None
                self._touched.add(known)
            else:
                known = int(found[0])
            if len(self._profiles) > 400_000:
                self._profiles.clear()
            self._profiles[key] = known
        if known not in self._touched:
            self._db.execute("UPDATE profiles SET touched = 1 WHERE id = ?", (known,))
            self._touched.add(known)
        return known
