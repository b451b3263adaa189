"""Make many quotes out of few: resampled articles with other names, dates and words.

usage: python benchmarks/search_maker.py POOL.jsonl NUMBER [OUT.jsonl] [--seed N]

Each made article is one of the pool's with a new id and a date between 2015 and 2025. Every speaker
becomes one of several invented people, always with the same office, so that experts recur. Nine
quotes of ten get a sixth of their words exchanged for others of the pool; one of ten stays as it
is, as a reprint does. The same seed gives the same file.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from attrib.model import Quote
from attrib.records import encode

_FIRST_DAY = date(2015, 1, 1)
_DAYS = 4000
_REPRINTED = 0.1
_EXCHANGED = 6


def make(pool: list[Quote], number: int, seed: int) -> Iterator[bytes]:
    """``number`` JSON lines without line ends."""
    chance = random.Random(seed)
    articles = defaultdict(list)
    for quote in pool:
        articles[quote.doc_id].append(quote)
    ids = sorted(articles)
    words = [w for q in pool for w in q.content.text.split()]
    parts = sorted(
        {
            w
            for q in pool
            if q.speaker and q.speaker.kind == "person"
            for w in q.speaker.name.split()
        }
    )
    people = max(2, number // len(pool) // 4)
    names: dict[tuple[str, int], str] = {}
    made = serial = 0
    while made < number:
        serial += 1
        day = (_FIRST_DAY + timedelta(chance.randrange(_DAYS))).isoformat()
        cast = chance.randrange(people)
        for quote in articles[chance.choice(ids)]:
            if made == number:
                return
            yield encode(_vary(quote, serial, day, cast, names, words, parts, chance))
            made += 1


def _vary(
    quote: Quote, serial: int, day: str, cast: int, names: dict[tuple[str, int], str],
    words: list[str], parts: list[str], chance: random.Random,
) -> Quote:  # fmt: skip
    doc_id = f"{quote.doc_id}-{serial}"
    text = quote.content.text
    if chance.random() > _REPRINTED:
        said = text.split()
        for _ in range(len(said) // _EXCHANGED + 1):
            said[chance.randrange(len(said))] = chance.choice(words)
        text = " ".join(said)
    speaker = quote.speaker
    if speaker is not None and speaker.kind == "person":
        key = (speaker.name, cast)
        if key not in names:
            # Of its own chance, so that a name does not depend on what was made before.
            own = random.Random(f"{speaker.name}{cast}")
            names[key] = " ".join(own.choice(parts) for _ in speaker.name.split())
        speaker = msgspec.structs.replace(speaker, name=names[key], members=())
    return msgspec.structs.replace(
        quote,
        doc_id=doc_id,
        quote_id=f"{doc_id}:{quote.quote_id.rpartition(':')[2]}",
        content=msgspec.structs.replace(quote.content, text=text),
        speaker=speaker,
        document=msgspec.structs.replace(quote.document, published=day),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    decode = msgspec.json.Decoder(Quote).decode
    pool = [decode(line) for line in options.pool.read_bytes().splitlines()]
    out = options.out.open("wb") if options.out else sys.stdout.buffer
    with out:
        for line in make(pool, options.number, options.seed):
            out.write(line + b"\n")


if __name__ == "__main__":
    main()
