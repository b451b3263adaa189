"""Who said what on the five seed articles, against complete gold, by overlap of words."""

import re
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from attrib import Document, Quote, extract
from attrib.model import Span

ROOT = Path(__file__).parent.parent
FLOOR = 0.97  # of F1, who said what
T = TypeVar("T")
_ARTICLES = frozenset({"para", "seorang", "pihak"})


class Statement(msgspec.Struct, frozen=True):
    """What the annotators marked, as far as it is looked at here."""

    parts: list[Span]
    name: str | None
    optional: bool = False


class Article(msgspec.Struct, frozen=True):
    """A seed's gold."""

    id: str
    quotes: list[Statement]


GOLD = [
    msgspec.json.decode(line, type=Article)
    for line in (ROOT / "fixtures" / "seeds" / "seeds.gold.jsonl").read_bytes().splitlines()
]


def _document(seed: str) -> Document:
    text = (ROOT / "seeds" / f"{seed}.txt").read_bytes().decode("utf-8-sig")
    return Document(id=seed, text=text)


def _words(text: str, spans: list[Span] | tuple[Span, ...]) -> frozenset[int]:
    """Where the whole words inside the spans begin."""
    whole = ((m.start(), m.end()) for m in re.finditer(r"\w+", text))
    return frozenset(
        start for start, end in whole if any(a <= start and end <= b for a, b in spans)
    )


def _name(name: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", (name or "").casefold())) - _ARTICLES


def _alike(a: frozenset[T], b: frozenset[T]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _matched(text: str, gold: list[Statement], quotes: tuple[Quote, ...]) -> dict[int, int]:
    """Gold number → quote number: half their words in common, what is required first."""
    found = [_words(text, q.content.spans) for q in quotes]
    ranked = sorted(
        (statement.optional, -_alike(_words(text, statement.parts), words), i, j)
        for i, statement in enumerate(gold)
        for j, words in enumerate(found)
        if _alike(_words(text, statement.parts), words) >= 0.5
    )
    taken: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


class Judged(msgspec.Struct):
    """Counts over statements; ``wrong`` tells who was named for whom."""

    right: int
    missed: int
    invented: int
    wrong: list[str]


def _judged() -> Judged:
    total = Judged(0, 0, 0, [])
    for article in GOLD:
        document = _document(article.id)
        quotes = extract(document)
        matched = _matched(document.text, article.quotes, quotes)
        for i, statement in enumerate(article.quotes):
            speaker = quotes[matched[i]].speaker if i in matched else None
            if statement.optional:
                continue
            if speaker is None:
                total.missed += 1
            elif _alike(_name(speaker.name), _name(statement.name)) >= 0.75:
                total.right += 1
            else:
                total.wrong.append(f"{article.id}: {speaker.name}, not {statement.name}")
        optional = [_words(document.text, s.parts) for s in article.quotes if s.optional]
        for j, quote in enumerate(quotes):
            own = _words(document.text, quote.content.spans)
            inside = any(len(own & words) >= 0.8 * len(own) for words in optional)
            total.invented += j not in matched.values() and not inside
    return total


@pytest.fixture(scope="module")
def judged() -> Judged:
    return _judged()


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.id)
def test_the_gold_stands_in_the_text(article: Article) -> None:
    text = _document(article.id).text
    parts = [text[a:b] for statement in article.quotes for a, b in statement.parts]
    assert parts
    assert all(part and part == part.strip() for part in parts)


def test_no_speaker_is_wrong(judged: Judged) -> None:
    assert judged.wrong == []


def test_who_said_what(judged: Judged) -> None:
    wrong = len(judged.wrong)  # each is an invention and a miss at once
    f1 = 2 * judged.right / (2 * (judged.right + wrong) + judged.missed + judged.invented)
    assert f1 >= FLOOR, judged
