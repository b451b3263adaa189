"""Times extraction against a bare tokenisation of the same texts, in one run of one process.

usage: python benchmarks/extraction.py ARTICLES.jsonl[.gz] [--runs N]

Prints how many times the whole extraction (reading the file, extracting, encoding the records)
costs what ``regex.findall(r"\\w+|[^\\w\\s]", text)`` costs over the same texts, and how many times
a whole ``attrib extract`` of one seed costs what starting Python with typer, orjson and regex
costs, both with the bytecode that an installer or a first run leaves.
The two sides of each ratio are run in turn, so that a busy machine slows both.
"""

import argparse
import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson
import regex

from attrib.commands.extract import KINDS
from attrib.extraction import Extraction
from attrib.model import Document

SEED = Path(__file__).parent.parent / "seeds" / "001_931d29c28e7e70d4.txt"


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def read(path: Path) -> bytes:
    """The file's bytes, unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    texts = [orjson.loads(line)["text"] for line in read(options.articles).splitlines()]

    def tokenise() -> None:
        for text in texts:
            regex.findall(r"\w+|[^\w\s]", text)

    work = Extraction(rules=None, format_name="jsonl", kinds=frozenset(KINDS), keep_articles=False)
    work.prepare()

    def extract() -> None:
        for line in read(options.articles).splitlines():
            article = orjson.loads(line)
            document = Document(
                id=str(article["id"]), text=article["text"], title=article.get("title")
            )
            work.run((document,))

    extract()
    ratios = [seconds(extract) / seconds(tokenise) for _ in range(options.runs)]
    print(f"extraction / tokenisation of {len(texts)} articles: {median(ratios):.1f}")
    print("  of each run:", " ".join(f"{r:.1f}" for r in ratios))

    command = [sys.executable, "-m", "attrib", "extract", "-q", str(SEED)]
    bare = [sys.executable, "-c", "import typer, orjson, regex"]

    # where Python is told to keep no bytecode, a checkout would be compiled afresh each time
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def start(arguments: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=kept)

    start(command)()
    ratios = [seconds(start(command)) / seconds(start(bare)) for _ in range(4 * options.runs)]
    print(f"one seed, whole process / bare imports: {median(ratios):.2f}")


if __name__ == "__main__":
    main()
