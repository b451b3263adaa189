"""Scores against the reference scorer, and what counts as the same."""

import json
from pathlib import Path

import msgspec
import pytest
import reference_score
from hypothesis import given
from hypothesis import strategies as st

from attrib.gold import GoldDocument, GoldQuote, read_fixtures
from attrib.gold.stored import encode_gold
from attrib.loading import load_rules
from attrib.model import Quote
from attrib.pipeline import extract_document
from attrib.records import encode
from attrib.score import compare, figures, rate, word_offsets
from attrib.score.names import name_words, same_medium, same_name

# the reference leaves its files to be closed by the collector
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
Found = list[tuple[GoldDocument, tuple[Quote, ...]]]


@pytest.fixture(scope="module")
def found() -> Found:
    """The text half of every fixture, with what the rules make of it: the reference knows no
    headlines and takes every document for complete."""
    out: Found = []
    for case in read_fixtures():
        quotes = extract_document(case.document, load_rules())
        text = tuple(q for q in case.quotes if q.field == "text")
        whole = msgspec.structs.replace(case, quotes=text, complete=True)
        out.append((whole, tuple(q for q in quotes if q.field == "text")))
    return out


def _ours(found: Found) -> dict[str, object]:
    gold = sum(not q.optional for case, _ in found for q in case.quotes)
    scores = figures([compare(case, quotes).counts for case, quotes in found], gold)
    return json.loads(msgspec.json.encode(scores))  # type: ignore[no-any-return]


def _theirs(found: Found, folder: Path) -> dict[str, object]:
    gold, predicted = folder / "gold.jsonl", folder / "found.jsonl"
    articles = folder / "articles.jsonl"
    gold.write_bytes(encode_gold([case for case, _ in found]))
    predicted.write_bytes(b"".join(encode(q) + b"\n" for _, quotes in found for q in quotes))
    lines = [json.dumps({"id": c.document.id, "text": c.document.text}) for c, _ in found]
    articles.write_text("\n".join(lines))
    scores, _ = reference_score.score(
        reference_score.load(gold, articles)[0],
        reference_score.read_predictions(predicted),
        reference_score.load(gold, articles)[1],
    )
    return json.loads(json.dumps(scores))  # type: ignore[no-any-return]


def test_totals_are_those_of_the_reference_to_the_last_digit(found: Found, tmp_path: Path) -> None:
    assert sum(len(quotes) for _, quotes in found) > 100
    assert _ours(found) == _theirs(found, tmp_path)


@pytest.mark.parametrize("damage", ["speakers", "contents", "kinds", "halves"])
def test_totals_agree_on_bad_runs_too(found: Found, tmp_path: Path, damage: str) -> None:
    """A run that is nearly all right would hide a difference in how errors count."""
    damaged = [(case, _damaged(quotes, damage)) for case, quotes in found]
    ours = _ours(damaged)
    assert ours == _theirs(damaged, tmp_path)
    assert ours != _ours(found)


def _damaged(quotes: tuple[Quote, ...], how: str) -> tuple[Quote, ...]:
    replace = msgspec.structs.replace
    if how == "halves":
        return quotes[::2]
    out: list[Quote] = []
    for number, quote in enumerate(quotes):
        if how == "speakers" and quote.speaker:
            wrong = replace(quote.speaker, name="Adi Wirasana", role=None)
            quote = replace(quote, speaker=wrong if number % 2 else None)
        elif how == "kinds":
            quote = replace(quote, kind="indirect" if quote.kind == "direct" else "direct")
        elif how == "contents":
            a, b = quote.content.spans[0]
            cut = replace(quote.content, spans=((a, (a + b + 1) // 2),))
            quote = replace(quote, content=cut)
        out.append(quote)
    return tuple(out)


@pytest.mark.parametrize(
    ("gold", "kind", "name", "same"),
    [
        ("Sri Lestari", "person", "Dr. Sri Lestari, M.Si.", True),
        ("Sri Lestari Wibowo", "person", "Lestari", True),
        ("Sri Lestari", "person", "Sri Lestari Wibowo", False),
        ("Ma'ruf Hadi", "person", "Maruf Hadi", True),
        ("Badan Meteorologi Nusantara (BMN)", "organization", "BMN", True),
        ("Badan Meteorologi Nusantara", "organization", "BMN", True),
        ("Badan Meteorologi Nusantara", "organization", "Badan Geologi", False),
        ("para pedagang pasar", "group", "pedagang pasar", True),
        ("para pedagang pasar", "group", "pembeli", False),
        ("laporan Bank Nusantara", "document", "laporan Bank", True),
        ("Sri Lestari", "person", "", False),
    ],
)
def test_names_that_are_the_same(gold: str, kind: str, name: str, same: bool) -> None:
    assert same_name(gold, kind, name, {gold}) is same  # type: ignore[arg-type]


def test_part_of_two_names_is_neither() -> None:
    others = {"Sri Lestari", "Dewi Lestari"}
    assert not same_name("Sri Lestari", "person", "Lestari", others)
    assert same_name("Sri Lestari", "person", "Sri", others)


def test_a_name_of_nothing_but_titles_keeps_them() -> None:
    assert name_words("Kapten") == ("kapten",)
    assert name_words(None) == ()


def test_media_are_the_same_if_one_is_part_of_the_other() -> None:
    assert same_medium("Kantor Berita Nusa", "Nusa")
    assert not same_medium("Nusa", "Tempo Kita")
    assert not same_medium(None, None)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_words_lie_whole_inside_their_spans(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    ours = word_offsets(text, [(start, end)])
    assert ours == reference_score.words(text, [(start, end)])


def test_a_rate_of_nothing_is_nought() -> None:
    assert rate(0, 0, 0) == rate(0, 0, 0).__class__(0.0, 0.0, 0.0, 0, 0, 0)


def _case(text: str, complete: bool = True, **rest: object) -> GoldDocument:
    from attrib.model import Document

    return GoldDocument(document=Document(id="x", text=text), complete=complete, **rest)  # type: ignore[arg-type]


TEXT = '"Panen mundur," kata Dewi. "Stok cukup," ujar Rudi.'


def test_in_an_incomplete_document_a_hit_that_nobody_marked_is_unjudged() -> None:
    case = _case(TEXT, complete=False)
    quotes = extract_document(case.document, load_rules())
    assert [j.verdict for j in compare(case, quotes).judgements] == ["unjudged", "unjudged"]
    assert compare(case, quotes).counts == {}
    whole = compare(_case(TEXT), quotes)
    assert [j.verdict for j in whole.judgements] == ["extra", "extra"]
    assert whole.counts["fp"] == 2


def test_a_rejected_hit_is_wrong_in_an_incomplete_document() -> None:
    from attrib.gold import Rejected

    case = _case(TEXT, complete=False, rejected=(Rejected(parts=((1, 14),)),))
    quotes = extract_document(case.document, load_rules())
    assert [j.verdict for j in compare(case, quotes).judgements] == ["extra", "unjudged"]


def test_a_hit_inside_an_optional_statement_counts_neither_way() -> None:
    gold = GoldQuote(
        parts=((1, 14),), kind="direct", cue=None, speaker=None, name="Dewi",
        source_kind="person", role=None, affiliation=None, via=None, optional=True,
    )  # fmt: skip
    case = _case(TEXT[:26], quotes=(gold,))
    quotes = extract_document(case.document, load_rules())
    compared = compare(case, quotes)
    assert [j.verdict for j in compared.judgements] == ["optional"]
    assert compared.judgements[0].correct is None
    assert compared.counts == {}
