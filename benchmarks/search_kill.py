"""Kill indexing with SIGKILL at random moments, look at what is left, finish it, and compare.

usage: python benchmarks/search_kill.py QUOTES.jsonl [--times 50] [--folder DIR]

After every kill the file must open and pass its check; finishing must give the content of an
undisturbed run; and a reader that searches all the while must never meet an error.
"""

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from attrib.index.checking import check, unfinished
from attrib.index.intake import take_quotes
from attrib.index.linking import link
from attrib.index.store import close_written, open_to_read, open_to_write
from attrib.search.filters import Filters
from attrib.search.find import search
from attrib.search.query import parse_query

_BATCH = 250
_CONTENT = (
    "SELECT d.doc_id, q.mark, q.digest, q.day, r.telling, p.name, p.expert, s.mark, sd.doc_id "
    "FROM quotes q JOIN records r ON r.quote = q.id JOIN documents d ON d.id = q.document "
    "LEFT JOIN profiles p ON p.id = q.profile "
    "JOIN quotes s ON s.id = q.statement JOIN documents sd ON sd.id = s.document ORDER BY 1, 2",
    "SELECT id, kind, name, quotes, documents, first, last, summary FROM experts ORDER BY id",
    "SELECT * FROM name_words ORDER BY 1, 2",
    "SELECT * FROM words ORDER BY word",
    "SELECT a.name, b.name, c.bits, c.why FROM candidates c JOIN profiles a ON a.id = c.a "
    "JOIN profiles b ON b.id = c.b ORDER BY 1, 2, 3",
    "SELECT term, doc, cnt FROM temp.terms ORDER BY term",
)


def run(path: Path, jsonl: Path) -> None:
    connection = open_to_write(path)
    take_quotes(connection, jsonl, batch=_BATCH)
    link(connection)
    close_written(connection)


def read(path: Path) -> None:
    """Search for ever, one new connection and three searches at a time; dies of any error."""
    while True:
        connection = open_to_read(path)
        for words in ("harga", "polisi tersangka", "presiden"):
            search(connection, parse_query(words, connection), Filters())
        connection.close()


def content(path: Path) -> str:
    connection = open_to_read(path)
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, folded, row)")
    digest = hashlib.sha256()
    for sql in _CONTENT:
        for row in connection.execute(sql):
            digest.update(repr(row).encode())
    connection.close()
    return digest.hexdigest()


def faults(path: Path) -> tuple[list[str], bool]:
    connection = open_to_read(path)
    found = list(check(connection))
    left = bool(list(unfinished(connection)))
    connection.close()
    return found, left


def remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


def start(action: str, path: Path, jsonl: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, str(jsonl), "--do", action, "--db", str(path)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quotes", type=Path)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--do", choices=("index", "read"))
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    if options.do:
        run(options.db, options.quotes) if options.do == "index" else read(options.db)
        return
    path = options.folder / "killed.db"
    remove(path)
    started = time.monotonic()
    if start("index", path, options.quotes).wait():
        sys.exit("the undisturbed run failed")
    whole = time.monotonic() - started
    expected = content(path)
    chance = random.Random(5)
    damaged = different = unopened = reader_errors = kept = interrupted = 0
    for number in range(options.times):
        remove(path)
        close_written(open_to_write(path))
        reader = start("read", path, options.quotes)
        writer = start("index", path, options.quotes)
        time.sleep(chance.uniform(0.2, whole))
        interrupted += writer.poll() is None
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        try:
            found, left = faults(path)
            damaged += bool(found)
            kept += left
        except Exception as error:
            unopened += 1
            print(f"{number}: {error}")
        run(path, options.quotes)
        different += content(path) != expected
        if reader.poll() is not None:
            reader_errors += 1
            print(reader.stderr.read().decode()[-500:] if reader.stderr else "")
        reader.kill()
        reader.wait()
    remove(path)
    print(
        f"{options.times} kills ({interrupted} before the end, {kept} with work left): "
        f"{unopened} did not open, {damaged} failed the check, {different} differed when finished, "
        f"{reader_errors} readers met an error"
    )
    sys.exit(bool(unopened or damaged or different or reader_errors))


if __name__ == "__main__":
    main()
