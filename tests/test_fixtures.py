"""Extraction gives what the fixtures say, case by case, and who said what on the seeds."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from attrib import Document, Quote, extract
from attrib.gold import Case, Expected, read_cases
from attrib.model import Field

FIXTURES = Path(__file__).parent.parent / "fixtures"
SEEDS = Path(__file__).parent.parent / "seeds"


def _cases(folder: str) -> list[object]:
    return [
        pytest.param(case, id=f"{folder}/{path.stem}/{case.id}")
        for path in sorted((FIXTURES / folder).glob("*.txt"))
        for case in read_cases(path)
    ]


def _differences(case: Case, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """What extraction gave otherwise than the case says, a line each; nothing: empty."""
    optional = [s for s in case.statements if s.optional]
    found = [q for q in quotes if not any(_overlap(s, q) for s in optional)]
    wanted = [s for s in case.statements if not s.optional]
    by_place = {(q.field, q.content.spans): q for q in found}
    out: list[str] = []
    for s in wanted:
        quote = by_place.pop((s.field, s.parts), None)
        shown = " … ".join(_source(case, s.field)[a:b] for a, b in s.parts)
        if quote is None:
            out.append(f"missed: {shown}")
        else:
            out += [f"{line} in: {shown}" for line in _unlike(case, s, quote)]
    out += [f"not a statement ({q.rule}): {q.content.text}" for q in by_place.values()]
    twice = Counter((q.field, q.content.spans) for q in found)
    return (*out, *(f"found {n} times: {key[1]}" for key, n in twice.items() if n > 1))


def _overlap(s: Expected, q: Quote) -> bool:
    return s.field == q.field and any(
        a < d and c < b for a, b in s.parts for c, d in q.content.spans
    )


def _source(case: Case, field: Field) -> str:
    return case.document.text if field == "text" else case.document.title or ""


def _unlike(case: Case, s: Expected, quote: Quote) -> Iterator[str]:
    text, who = _source(case, s.field), quote.speaker
    mention = who.mention.text if who and who.mention else None
    pairs = {
        "kind": (s.kind, quote.kind),
        "cue": (text[slice(*s.cue)] if s.cue else None, quote.cue.text if quote.cue else None),
        "cue's place": (s.cue, quote.cue.span if quote.cue else None),
        "abstention": (s.abstained, quote.abstained),
        "name": (s.name, who.name if who else None),
        "speaker's kind": (None if s.abstained else s.source, who.kind if who else None),
        "role": (s.role, who.role.name if who and who.role else None),
        "affiliation": (s.affiliation, who.affiliation.name if who and who.affiliation else None),
        "via": (s.via, quote.via.text if quote.via else None),
    }
    if who:  # a mention that nobody could be found for is not recorded
        pairs["mention"] = (text[slice(*s.mention)] if s.mention else None, mention)
    for what, (expected, given) in pairs.items():
        if expected != given:
            yield f"{what} is {given!r}, not {expected!r}"


@pytest.mark.parametrize("case", [*_cases("written"), *_cases("bugs")])
def test_marked_statements_are_found_exactly(case: Case) -> None:
    assert _differences(case, extract(case.document)) == ()


@pytest.mark.parametrize("case", _cases("quiet"))
def test_quiet_prose_gives_nothing(case: Case) -> None:
    assert not case.statements, f"{case.id} marks a statement: it belongs among the written ones"
    assert _differences(case, extract(case.document)) == ()


@pytest.mark.parametrize("case", _cases("known-misses"))
def test_known_misses_are_still_missed(case: Case) -> None:
    assert _differences(case, extract(case.document)), (
        f"{case.id} is right now: move it to written, bugs or quiet"
    )


# --- the seeds: who said what, by word overlap -----------------------------------------------

_NOT_NAME = frozenset(
    {"para", "seorang", "pihak", "prof", "dr", "h", "hj", "bapak", "ibu", "pak", "bu"}
)


def _words(text: str, spans: list[list[int]]) -> frozenset[int]:
    """Where the whole words inside the spans begin."""
    starts = re.finditer(r"\w+", text)
    return frozenset(
        m.start() for m in starts if any(a <= m.start() and m.end() <= b for a, b in spans)
    )


def _alike(a: frozenset[object], b: frozenset[object]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _name(name: str) -> frozenset[object]:
    bare = re.sub(r"\(.*?\)", " ", name.casefold())
    return frozenset(re.findall(r"[^\W_]+", bare)) - _NOT_NAME


@cache
def _gold() -> dict[str, list[dict[str, object]]]:
    lines = (FIXTURES / "seeds.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {d["id"]: d["quotes"] for d in map(json.loads, lines)}


def _seed(seed: str) -> Document:
    return Document(id=seed, text=(SEEDS / f"{seed}.txt").read_bytes().decode("utf-8-sig"))


def _matched(text: str, gold: list[dict[str, object]], quotes: tuple[Quote, ...]) -> dict[int, int]:
    """Gold number → quote number: half their words in common, required first, best first."""
    wanted = [_words(text, g["parts"]) for g in gold]  # type: ignore[arg-type]
    given = [_words(text, [list(s) for s in q.content.spans]) for q in quotes]
    ranked = sorted(
        (bool(gold[i].get("optional")), -_alike(w, g), i, j)
        for i, w in enumerate(wanted)
        for j, g in enumerate(given)
        if _alike(w, g) >= 0.5
    )
    taken: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


@pytest.mark.parametrize("seed", sorted(_gold()))
def test_gold_of_the_seeds_stands_in_their_text(seed: str) -> None:
    text = _seed(seed).text
    for statement in _gold()[seed]:
        for a, b in statement["parts"]:  # type: ignore[attr-defined]
            assert text[a:b] == text[a:b].strip() != ""


def test_who_said_what_on_the_seeds() -> None:
    right = invented = missed = 0
    wrong: list[str] = []
    for seed, gold in _gold().items():
        document = _seed(seed)
        quotes = extract(document)
        matched = _matched(document.text, gold, quotes)
        for i, statement in enumerate(gold):
            speaker = quotes[matched[i]].speaker if i in matched else None
            if statement.get("optional"):
                continue
            if speaker is None:
                missed += 1
            elif _alike(_name(speaker.name), _name(str(statement["name"]))) >= 0.75:
                right += 1
            else:
                wrong.append(f"{seed}: {speaker.name}, not {statement['name']}")
        free = [q for j, q in enumerate(quotes) if j not in matched.values()]
        words = [
            _words(document.text, g["parts"])  # type: ignore[arg-type]
            for g in gold
            if g.get("optional")
        ]
        for quote in free:
            own = _words(document.text, [list(s) for s in quote.content.spans])
            invented += not any(len(own & w) >= 0.8 * len(own) for w in words)
    assert wrong == []
    assert right
    assert 2 * right / (2 * right + invented + missed) >= 0.97
