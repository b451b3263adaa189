"""Score identity resolution on the gold set of name mentions: B³ and hard pairs kept apart.

usage: python benchmarks/search_identity.py [--half tune|held-out|fresh] [--named] [--errors]

The gold (fixtures/identity) was judged with the articles in hand; it holds names, roles,
affiliations, outlets, dates and article ids, and no sentence. Mentions without an expert are
context: they compete, and are not scored. Short forms are names as an article writes them later
(``Lankov``), which extraction resolves before the index sees them; ``--named`` leaves them out.
Tune on ``tune`` only; the docs say how far the other parts were looked at.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import msgspec

from attrib.identity.compare import Profile
from attrib.identity.names import name_key
from attrib.identity.resolve import resolve
from attrib.identity.scope import stays_in_article
from attrib.identity.scoring import b_cubed, joined_pairs

FOLDER = Path(__file__).parents[1] / "fixtures" / "identity"


class Mention(msgspec.Struct, frozen=True):
    """A line of mentions.jsonl or organisations.jsonl; ``expert`` is the gold label, ``None`` for
    mere context.

    ``short``: the article's later, shorter form of a name that extraction gives in full.
    ``statements`` are numbers of statements that other mentions are quoted with as well.
    """

    doc_id: str
    outlet: str | None
    date: str | None
    name: str
    role: str | None
    affiliation: str | None
    expert: str | None
    half: str
    short: bool = False
    statements: tuple[int, ...] = ()
    kind: str = "person"


class Pair(msgspec.Struct, frozen=True):
    """Two experts with similar names who are different people or organisations."""

    different: tuple[str, str]


def read(name: str, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
    lines = (FOLDER / name).read_bytes().splitlines()
    return [msgspec.json.decode(line, type=kind) for line in lines]


def cluster(mentions: list[Mention]) -> dict[int, int]:
    """Mention → number of the source it was resolved to, by the library as the index uses it."""
    beside = defaultdict[str, set[str]](set)
    for m in mentions:
        beside[m.doc_id].add(name_key(m.name).text)
    numbered = {doc: number for number, doc in enumerate(sorted(beside))}
    buckets = defaultdict[tuple[object, ...], list[int]](list)
    for number, m in enumerate(mentions):
        scoped = stays_in_article(m.kind, m.name, m.role, m.affiliation)
        scope = m.doc_id if scoped else None
        buckets[m.name, m.kind, m.role, m.affiliation, scope].append(number)
    profiles: list[Profile] = []
    for key, numbers in buckets.items():
        here = [mentions[n] for n in numbers]
        days = [int(m.date.replace("-", "")) for m in here if m.date]
        scope = here[0].doc_id if key[-1] is not None else None
        profiles.append(
            Profile(
                id=len(profiles), kind=here[0].kind, name=here[0].name, role=here[0].role,
                affiliation=here[0].affiliation, first=min(days, default=None),
                last=max(days, default=None), documents=len({m.doc_id for m in here}),
                outlets=frozenset(m.outlet for m in here if m.outlet), scope=scope,
                articles=frozenset(numbered[m.doc_id] for m in here if m.kind != "person"),
                statements=frozenset(s for m in here for s in m.statements),
                others=frozenset(beside[scope] - {name_key(here[0].name).text} if scope else ()),
            )
        )  # fmt: skip
    found: dict[int, int] = {}
    members = list(buckets.values())
    for number, source in enumerate(resolve(profiles).sources):
        for profile in source.members:
            found.update((n, number) for n in members[profile])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "held-out", "fresh"))
    parser.add_argument("--named", action="store_true", help="without short forms")
    parser.add_argument("--errors", action="store_true", help="list wrong joins and splits")
    options = parser.parse_args()
    pairs = [p.different for p in read("pairs.jsonl", Pair)]
    halves = (options.half,) if options.half else ("tune", "held-out", "fresh")
    for name in ("mentions", "organisations"):
        mentions = [m for m in read(f"{name}.jsonl", Mention) if not (options.named and m.short)]
        found = cluster(mentions)
        for half in halves:
            gold = {n: m.expert for n, m in enumerate(mentions) if m.expert and m.half == half}
            print(f"{name}, {half}: {report(mentions, gold, found, pairs)}")
            if options.errors:
                show_errors(mentions, gold, found)


def report(
    mentions: list[Mention],
    gold: dict[int, str],
    found: dict[int, int],
    pairs: list[tuple[str, str]],
) -> str:
    """The scores of one half, in words."""
    score = b_cubed(gold, found)
    labels = set(gold.values())
    here = [p for p in pairs if set(p) <= labels]
    wrong = joined_pairs(here, gold, found)
    variants, names = defaultdict(set), defaultdict(set)
    for n, label in gold.items():
        m = mentions[n]
        variants[label].add((m.name, m.role, m.affiliation))
        names[label].add(m.name)
    several = {label for label, v in names.items() if len(v) > 1}
    narrow = b_cubed({n: label for n, label in gold.items() if label in several}, found)
    return (
        f"B3 precision {score.precision:.4f} recall {score.recall:.4f} F1 {score.f1:.4f} over "
        f"{score.mentions} mentions of {len(labels)} experts "
        f"({sum(len(v) > 1 for v in variants.values())} with two or more variants); "
        f"over the {len(several)} with two or more names {narrow.precision:.4f} "
        f"{narrow.recall:.4f}; {len(here) - len(wrong)} of "
        f"{len(here)} hard pairs kept apart"
    )


def show_errors(mentions: list[Mention], gold: dict[int, str], found: dict[int, int]) -> None:
    by_expert, by_source = defaultdict(list), defaultdict(list)
    for n, label in gold.items():
        by_expert[label].append(n)
        by_source[found[n]].append(n)
    for label, numbers in by_expert.items():
        if len({found[n] for n in numbers}) > 1:
            print(f"split {label}")
            for n in sorted(numbers, key=lambda n: found[n]):
                m = mentions[n]
                print(f"   {found[n]}: {m.name} | {m.role} | {m.affiliation} | {m.date} {m.doc_id}")
    for source, numbers in by_source.items():
        if len({gold[n] for n in numbers}) > 1:
            print(f"joined {source}")
            for n in numbers:
                m = mentions[n]
                print(f"   {gold[n]}: {m.name} | {m.role} | {m.affiliation} | {m.date} {m.doc_id}")


if __name__ == "__main__":
    main()
