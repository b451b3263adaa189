"""The tables of ``quotes.db``, and the steps from one version of them to the next."""

from collections.abc import Callable, Mapping
from sqlite3 import Connection

#: Marks the file as this program's, in the header where SQLite keeps ``application_id`` ("attr").
APPLICATION = 0x61747472
SCHEMA = 1
#: What a word is worth in what was said, in who said it, and in the headline.
WEIGHTS = "1.0, 1.5, 0.6"

# Days are integers YYYYMMDD. Strings that recur (outlets, roles) are kept once, in labels.
# quotes.mark is the hash half of a quote_id; its other half is the document's doc_id.
# Records lie apart, so that filters and counts read narrow rows.
# A transaction's words are gathered in memory (hashsize, bytes) and written once, not merged often.
# profiles.scope is the document of a mention that says too little outside it, 0 for none.
TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, lines INTEGER NOT NULL,
  prefix BLOB NOT NULL, whole BLOB, UNIQUE (kind, name));
CREATE TABLE labels (
  id INTEGER PRIMARY KEY, facet TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL,
  UNIQUE (facet, text));
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, outlet INTEGER, day INTEGER, title TEXT,
  url TEXT);
CREATE TABLE articles (
  document INTEGER PRIMARY KEY, title TEXT, text BLOB NOT NULL, sha256 BLOB NOT NULL);
CREATE TABLE profiles (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, role INTEGER NOT NULL,
  affiliation INTEGER NOT NULL, scope INTEGER NOT NULL, expert INTEGER, touched INTEGER NOT NULL,
  UNIQUE (name, kind, role, affiliation, scope));
CREATE INDEX profiles_by_expert ON profiles (expert);
CREATE INDEX profiles_by_role ON profiles (role);
CREATE INDEX profiles_by_affiliation ON profiles (affiliation);
CREATE TABLE experts (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  authority TEXT, quotes INTEGER NOT NULL, documents INTEGER NOT NULL, first INTEGER,
  last INTEGER, summary BLOB NOT NULL);
CREATE INDEX experts_by_quotes ON experts (quotes DESC, id);
CREATE TABLE name_words (word TEXT NOT NULL, expert INTEGER NOT NULL, PRIMARY KEY (word, expert))
  WITHOUT ROWID;
CREATE TABLE candidates (
  a INTEGER NOT NULL, b INTEGER NOT NULL, bits REAL NOT NULL, why TEXT NOT NULL,
  evidence TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE quotes (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, mark INTEGER NOT NULL, profile INTEGER,
  statement INTEGER, day INTEGER, kind INTEGER NOT NULL, source_kind INTEGER, cue INTEGER,
  outlet INTEGER, via INTEGER, rule INTEGER NOT NULL, confidence REAL, file INTEGER NOT NULL,
  digest INTEGER NOT NULL, UNIQUE (document, mark));
CREATE TABLE records (quote INTEGER PRIMARY KEY, telling TEXT NOT NULL, record BLOB NOT NULL);
CREATE TABLE members (quote INTEGER NOT NULL, profile INTEGER NOT NULL,
  PRIMARY KEY (quote, profile)) WITHOUT ROWID;
CREATE TABLE prints (key INTEGER PRIMARY KEY, statement INTEGER NOT NULL);
CREATE TABLE words (word TEXT PRIMARY KEY, stem TEXT NOT NULL, quotes INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE INDEX words_by_stem ON words (stem);
CREATE VIRTUAL TABLE folded USING fts5 (
  said, speaker, title, content = '', tokenize = "unicode61 remove_diacritics 0");
INSERT INTO folded (folded, rank) VALUES ('rank', 'bm25({WEIGHTS})');
INSERT INTO folded (folded, rank) VALUES ('hashsize', 67108864);
"""

# Made anew after a first load: kept up row by row they would cost as much as the rows themselves.
_SECONDARY = {
    "quotes_by_profile": "quotes (profile, day)",
    "quotes_by_day": "quotes (day)",
    "quotes_by_statement": "quotes (statement, profile)",
    "members_by_profile": "members (profile)",
}

#: Version → what brings a file of it to the next version. Runs inside one transaction.
MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {}


def create(connection: Connection) -> None:
    """Make the tables in an empty database and mark it as this program's, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    index(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def index(connection: Connection) -> None:
    """Make the secondary indexes that are missing. Inside a transaction."""
    for name, columns in _SECONDARY.items():
        connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def unindex(connection: Connection) -> None:
    """Drop the secondary indexes, until :func:`index`. Inside a transaction."""
    for name in _SECONDARY:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
