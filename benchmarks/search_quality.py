"""Success at 5 of the judged queries in fixtures/search/queries.jsonl.

usage: python benchmarks/search_quality.py quotes.db [--show]

Each query was judged by reading its first five hits: ``relevant`` holds ids of those that answer
it (ids only, no sentences). It succeeds if one of them is among the first five. The ids are of the
evaluation pool's extraction, so the figure can be had only from an index of it.
"""

import argparse
import sqlite3
from collections import defaultdict
from pathlib import Path

import msgspec

from attrib.index.store import open_to_read
from attrib.search.filters import Filters
from attrib.search.find import search
from attrib.search.lookup import find_experts
from attrib.search.query import parse_query

QUERIES = Path(__file__).parents[1] / "fixtures" / "search" / "queries.jsonl"


class Judged(msgspec.Struct, frozen=True, omit_defaults=True):
    """A query as typed and the ids of the hits judged right."""

    kind: str
    words: str = ""
    expert: str = ""
    role: str = ""
    affiliation: str = ""
    relevant: tuple[str, ...] = ()


def first_five(db: sqlite3.Connection, judged: Judged) -> list[str]:
    experts: tuple[int, ...] = ()
    if judged.expert:
        found = find_experts(db, judged.expert)
        meant = [found.chosen] if found.chosen else found.experts
        experts = tuple(e.number for e in meant)
        if not experts:
            return []
    filters = Filters(
        experts=experts,
        roles=(judged.role,) if judged.role else (),
        affiliations=(judged.affiliation,) if judged.affiliation else (),
    )
    query = parse_query(judged.words, db) if judged.words else None
    return [h.quote.quote_id for h in search(db, query, filters, limit=5).hits]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db", type=Path)
    parser.add_argument("--show", action="store_true", help="name the queries that failed")
    options = parser.parse_args()
    db = open_to_read(options.db)
    outcome = defaultdict(list)
    for line in QUERIES.read_bytes().splitlines():
        judged = msgspec.json.decode(line, type=Judged)
        success = bool(set(first_five(db, judged)) & set(judged.relevant))
        outcome[judged.kind].append(success)
        if options.show and not success:
            print("failed:", line.decode())
    for kind, hits in outcome.items():
        print(f"{kind}: {sum(hits)} of {len(hits)}")
    every = [h for hits in outcome.values() for h in hits]
    print(f"success at 5: {sum(every)} of {len(every)} = {sum(every) / len(every):.3f}")


if __name__ == "__main__":
    main()
