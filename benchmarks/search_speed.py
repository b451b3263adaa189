"""Building and asking an index of up to a million quotes, against plain sqlite3 in the same run.

usage: python benchmarks/search_speed.py POOL.jsonl [--sizes 10000,100000,1000000] [--folder DIR]

Building is compared with inserting the same rows into a bare table with an FTS5 index; an expert's
page with the SQL that fetches the same rows by key; a full-text search with the bare FTS5 MATCH
for the same page of results. Times are wall-clock; queries run warm, in one connection.
"""

import argparse
import gc
import os
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from search_maker import make

from attrib.index.intake import take_quotes
from attrib.index.linking import link
from attrib.index.store import close_written, open_to_read, open_to_write
from attrib.records import decode
from attrib.search.filters import Filters
from attrib.search.find import facets, search
from attrib.search.lookup import find_experts
from attrib.search.pages import page_of
from attrib.search.query import parse_query

_WORDS = (
    "inflasi", "harga beras", "tersangka korupsi", "pemain timnas", "banjir", "pelatih gol",
    "tambang nikel", "kesehatan jantung", "investasi danantara", "pekerja migran", "pajak",
    "gempa", "sekolah rakyat", "ekspor", "polisi menangkap", "hakim putusan", "subsidi listrik",
    "vaksin", "hutan", "haji",
)  # fmt: skip
_ROUNDS = 3
_ROW = "SELECT * FROM quotes q JOIN records r ON r.quote = q.id WHERE q.id = ?"


def build(path: Path, jsonl: Path) -> tuple[float, float]:
    """Seconds to take the quotes in, and to link the experts."""
    connection = open_to_write(path)
    started = time.perf_counter()
    take_quotes(connection, jsonl, workers=os.cpu_count() or 1)
    taken = time.perf_counter()
    link(connection)
    linked = time.perf_counter()
    close_written(connection)
    return taken - started, linked - taken


def build_bare(path: Path, jsonl: Path) -> float:
    """Seconds to insert the same rows, decoded, into a bare table with an FTS5 index."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(
        "CREATE TABLE quotes (id INTEGER PRIMARY KEY, quote_id TEXT, doc_id TEXT, kind TEXT, "
        "content TEXT, speaker TEXT, role TEXT, affiliation TEXT, cue TEXT, via TEXT, outlet TEXT, "
        "published TEXT, title TEXT, rule TEXT, confidence REAL, record BLOB)"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5 (content, speaker, title, content = 'quotes', "
        "content_rowid = 'id')"
    )
    started = time.perf_counter()
    connection.execute("BEGIN")
    rows: list[tuple[object, ...]] = []
    with jsonl.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            q = orjson.loads(line)
            speaker = q["speaker"] or {}
            source = q["document"]
            rows.append((
                number, q["quote_id"], q["doc_id"], q["kind"], q["content"]["text"],
                speaker.get("name"), (speaker.get("role") or {}).get("name"),
                (speaker.get("affiliation") or {}).get("name"), (q["cue"] or {}).get("lemma"),
                (q["via"] or {}).get("text"), source["outlet"], source["published"],
                source["title"], q["rule"], q["confidence"], line,
            ))  # fmt: skip
            if len(rows) == 20_000:
                _insert_bare(connection, rows)
                rows = []
    _insert_bare(connection, rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _insert_bare(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    connection.executemany(f"INSERT INTO quotes VALUES ({','.join('?' * 16)})", rows)
    connection.executemany(
        "INSERT INTO words (rowid, content, speaker, title) VALUES (?, ?, ?, ?)",
        [(r[0], r[4], r[5], r[12]) for r in rows],
    )


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def ask(db: sqlite3.Connection) -> dict[str, list[float]]:
    """Milliseconds of each query by kind; ``bare:`` before what it is compared with."""
    top = [r[0] for r in db.execute(
        "SELECT name FROM experts WHERE kind = 'person' ORDER BY quotes DESC LIMIT 200"
    )]  # fmt: skip
    names = top[::10]
    outlets = ["detik", "liputan6", "kompas", "tempo", "tribunnews"]
    homes = ["KPK", "Kementerian Keuangan", "Polda Metro Jaya", "Bank Indonesia", "DPR RI"]
    times: dict[str, list[float]] = {}

    def note(kind: str, work: Callable[[], object]) -> None:
        times.setdefault(kind, []).append(timed(work))

    for _ in range(_ROUNDS):
        for i, words in enumerate(_WORDS):
            outlet = outlets[i % 5]
            note("words", lambda w=words: _search(db, w))
            note("words, outlet and date", lambda w=words, o=outlet: _search(
                db, w, outlets=(o,), since=20180101, until=20241231))  # fmt: skip
            note("bare: words", lambda w=words: _bare_match(db, w))
            note("phrase", lambda w=words: _search(db, f'"{w}"'))
            note("prefix", lambda w=words: _search(db, f"{w.split()[0][:5]}*"))
            note("words, newest first", lambda w=words: _search(db, w, newest=True))
            note("facets", lambda w=words: facets(db, parse_query(w, db), Filters()))
            note("affiliation", lambda i=i: _search(db, None, affiliations=(homes[i % 5],)))
        for name in names:
            expert = find_experts(db, name).experts[0]
            note("expert's page", lambda e=expert: page_of(db, _again(db, e.number)))
            note("bare: expert's page", lambda e=expert: _bare_page(db, e.number))
            note("expert by name", lambda n=name: find_experts(db, n))
            note("expert, misspelt", lambda n=name: find_experts(db, _misspelt(n)))
            note("words of an expert", lambda e=expert: _search(db, "harga", experts=(e.number,)))
    return times


def _search(
    db: sqlite3.Connection, words: str | None, *, newest: bool = False, **filters
) -> object:
    query = parse_query(words, db) if words else None
    return search(db, query, Filters(**filters), newest_first=newest)


def _bare_match(db: sqlite3.Connection, words: str) -> object:
    match = parse_query(words, db).match
    ids = db.execute(
        "SELECT rowid FROM folded WHERE folded MATCH ? ORDER BY rank LIMIT 11", (match,)
    ).fetchall()
    return [db.execute(_ROW, i).fetchone() for i in ids]


def _again(db: sqlite3.Connection, number: int):
    return find_experts(db, f"p{number:012x}").experts[0]


def _bare_page(db: sqlite3.Connection, number: int) -> object:
    from attrib.search.pages import _BESIDE, _QUOTES

    return (
        db.execute("SELECT * FROM experts WHERE id = ?", (number,)).fetchall(),
        db.execute(_QUOTES, (number, 20)).fetchall(),
        db.execute(_BESIDE, (number, 200)).fetchall(),
    )


def _misspelt(name: str) -> str:
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--folder", type=Path, default=Path())
    options = parser.parse_args()
    pool = [decode(line) for line in options.pool.read_bytes().splitlines()]
    for size in map(int, options.sizes.split(",")):
        jsonl, path, bare = (
            options.folder / f"bench-{size}.{e}" for e in ("jsonl", "db", "bare.db")
        )
        for old in (path, bare, Path(f"{path}-wal"), Path(f"{path}-shm")):
            old.unlink(missing_ok=True)
        if not jsonl.exists():
            with jsonl.open("wb") as out:
                out.writelines(line + b"\n" for line in make(pool, size, 1))
        plain = build_bare(bare, jsonl)
        taken, linked = build(path, jsonl)
        db = open_to_read(path)
        experts, people = db.execute(
            "SELECT count(*), sum(kind = 'person') FROM experts"
        ).fetchone()
        print(f"\n{size:,} quotes, {experts:,} experts, {people:,} people")
        print(
            f"build: {taken:.1f} s + {linked:.1f} s linking = {taken + linked:.1f} s, "
            f"bare {plain:.1f} s: {(taken + linked) / plain:.2f} times"
        )
        megabytes = [f.stat().st_size / 1e6 for f in (jsonl, path, bare)]
        print(
            f"size: JSONL {megabytes[0]:.0f} MB, index {megabytes[1]:.0f} MB "
            f"({megabytes[1] / megabytes[0]:.2f} times), bare {megabytes[2]:.0f} MB"
        )
        # What building left in memory would be searched for cycles in the middle of a query.
        gc.collect()
        gc.freeze()
        times = ask(db)
        for kind, ms in sorted(times.items()):
            ms.sort()
            print(
                f"{kind:26} median {statistics.median(ms):8.2f} ms   "
                f"p99 {ms[min(len(ms) - 1, int(len(ms) * 0.99))]:8.2f} ms   ({len(ms)} queries)"
            )
        for ours, theirs in (
            ("expert's page", "bare: expert's page"), ("words", "bare: words"),
            ("words, outlet and date", "bare: words"),
        ):  # fmt: skip
            ratio = statistics.median(times[ours]) / statistics.median(times[theirs])
            total = sum(times[ours]) / sum(times[theirs])
            print(f"{ours}: {ratio:.2f} times the bare median, {total:.2f} times in sum")
        db.close()


if __name__ == "__main__":
    main()
