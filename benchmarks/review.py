"""A review of all fixtures against the bare extraction of the same texts.

usage: python benchmarks/review.py [--rounds N]

Prints the best of N rounds of each, and how many times the bare extraction a review costs: at most
3 without and 6 with every rule left out once. Ends with 1 if it costs more.
"""

import argparse
import sys
from collections.abc import Callable
from time import perf_counter

from attrib.gold import read_fixtures
from attrib.loading import load_rules
from attrib.pipeline import extract_document
from attrib.review.report import report
from attrib.review.run import run

LIMITS = {"review": 3.0, "review, every rule left out": 6.0}


def best(work: Callable[[], object], rounds: int) -> float:
    """The shortest of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def main() -> int:
    """Measure, print, and tell whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    rules, gold = load_rules(), read_fixtures()
    bare = best(lambda: [extract_document(g.document, rules) for g in gold], rounds)
    print(f"{len(gold)} documents, bare extraction {bare * 1000:.0f} ms")
    held = True
    for (name, limit), leave_one_out in zip(LIMITS.items(), (False, True), strict=True):
        took = best(
            lambda out=leave_one_out: report(run(gold, rules, out), (), (), ()),  # type: ignore[misc]
            rounds,
        )
        held &= took <= limit * bare
        print(f"{name:<30} {took * 1000:.0f} ms, {took / bare:.2f} times (at most {limit:.0f})")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
