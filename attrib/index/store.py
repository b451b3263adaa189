"""Opening ``quotes.db`` to read or to write; a refusal says what is wrong and how to mend it."""

import gc
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from attrib.index import schema

_BUSY_MS = 60_000
_CACHE_KIB = 256 * 1024
# Looks at whether nobody reads any more, and the seconds between two.
_PATIENCE, _MOMENT = 20, 0.05


class IndexFileError(Exception):
    """The index cannot be used as asked; the message names the file and the cure."""


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that never writes. Raises :class:`IndexFileError`."""
    if path.is_dir():
        raise IndexFileError(f"{path}: a folder; give the name of an index in it")
    if not path.exists():
        raise IndexFileError(
            f"{path}: no such index; build it with 'attrib index QUOTES.jsonl -o {path}'"
        )
    connection = None
    try:
        connection = _connect(path, "mode=ro")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # In a folder that cannot be written SQLite cannot lay its journal beside the file; without
        # a journal left over nobody is writing, and the file can be read as it stands.
        if connection is not None:
            connection.close()
        wal = Path(f"{path}-wal")
        if wal.exists() and wal.stat().st_size:
            raise IndexFileError(
                f"{path}: an unfinished journal lies beside it and the folder cannot be written; "
                "copy the file with its -wal to a folder of your own"
            ) from None
        connection = _as_it_stands(path)
    except sqlite3.DatabaseError as error:
        raise _foreign(path, error) from None
    try:
        _recognise(connection, path, empty_is_fine=False)
    except BaseException:
        connection.close()
        raise
    return connection


def _as_it_stands(path: Path) -> sqlite3.Connection:
    connection = None
    try:
        connection = _connect(path, "mode=ro&immutable=1")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise IndexFileError(
            f"{path}: cannot be read ({error}); check that you may read it and its folder"
        ) from None
    return connection


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection to the file, made if missing, brought to this schema if older.

    Raises :class:`IndexFileError`; a foreign or newer file is left untouched.
    """
    if not path.parent.is_dir():
        raise IndexFileError(f"{path}: no folder {path.parent}; make it first")
    if path.is_dir():
        raise IndexFileError(f"{path}: a folder; give the name of a file in it")
    try:
        connection = _connect(path, "mode=rwc")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        raise IndexFileError(
            f"{path}: cannot be opened for writing ({error}); choose a folder you may write with -o"
        ) from None
    except sqlite3.DatabaseError as error:
        raise _foreign(path, error) from None
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise fault(path, error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def close_written(connection: sqlite3.Connection) -> None:
    """Close what :func:`open_to_write` opened, and put its journal away.

    A file in the mode of the write-ahead log has readers, who may write nothing, lay files beside
    it that they cannot remove. Leaving that mode needs the file for oneself: a search is waited
    for, and if one follows on another the mode stays, which harms nothing.
    """
    for _ in range(_PATIENCE):
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            break
        except sqlite3.OperationalError as error:
            if not str(error).startswith("database is locked"):
                break  # a full disk: the journal stays, and the next to write tidies up
            time.sleep(_MOMENT)
    with suppress(sqlite3.Error):
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _recognise(connection, path, empty_is_fine=True)
    # Readers keep reading the last state while a write-ahead log takes the new one.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # A checkpoint copies every page that changed; seldom is cheaper for pages that change often.
    connection.execute("PRAGMA wal_autocheckpoint = 50000")
    if _is_empty(connection):
        schema.create(connection)
    migrate(connection, path)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to this schema, a version at a time, all or nothing."""
    version = _pragma(connection, "user_version")
    if version == schema.SCHEMA:
        return
    with writing(connection):
        while version < schema.SCHEMA:
            step = schema.MIGRATIONS.get(version)
            if step is None:
                raise IndexFileError(f"{path}: no way from schema {version}; build the index anew")
            step(connection)
            version += 1
            connection.execute(f"PRAGMA user_version = {version}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{mode}", uri=True, isolation_level=None,
        timeout=_BUSY_MS / 1000,
    )  # fmt: skip
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA mmap_size = 1073741824")
    return connection


def _recognise(connection: sqlite3.Connection, path: Path, *, empty_is_fine: bool) -> None:
    if _is_empty(connection):
        if empty_is_fine:
            return
        raise IndexFileError(
            f"{path}: an empty file; build it with 'attrib index QUOTES.jsonl -o {path}'"
        )
    if _pragma(connection, "application_id") != schema.APPLICATION:
        raise IndexFileError(
            f"{path}: a database of another program; give the name of an attrib index"
        )
    version = _pragma(connection, "user_version")
    if version > schema.SCHEMA:
        raise IndexFileError(
            f"{path}: made by a newer attrib (schema {version}, this one knows {schema.SCHEMA}); "
            "upgrade attrib"
        )
    if version < schema.SCHEMA and not empty_is_fine:
        raise IndexFileError(
            f"{path}: made by an older attrib (schema {version}); run 'attrib index -o {path}' once"
        )


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all that is written inside stands, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def no_collection() -> Iterator[None]:
    """Without looking for cycles: rows and profiles hold none, and come by the million."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def fault(path: Path, error: sqlite3.Error) -> IndexFileError:
    """What an error of SQLite's means to the user."""
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return IndexFileError(
            f"{path}: the disk is full or cannot be written ({error}); what was indexed before is "
            "kept: free some space and run the same command again"
        )
    if code.startswith("SQLITE_READONLY"):
        return IndexFileError(f"{path}: cannot be written; choose a folder you may write with -o")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return IndexFileError(f"{path}: another program is using it; wait for it to end")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return _foreign(path, error)
    return IndexFileError(f"{path}: {error}")


def _foreign(path: Path, error: sqlite3.Error) -> IndexFileError:
    return IndexFileError(
        f"{path}: not an attrib index, or damaged ({error}); give another name or build it anew"
    )
