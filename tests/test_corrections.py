"""Corrections of single quotes: applied, refused, not found."""

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from attrib.cli import app
from attrib.corrections import CorrectionError, Corrections, read_corrections
from attrib.loading import load_rules
from attrib.model import Document, Quote
from attrib.pipeline import extract_document

TEXT = '"Panen mundur," kata Bupati Garut Dewi Sariwangi, Senin (4/9/2023).'


@pytest.fixture(scope="module")
def quote() -> Quote:
    (found,) = extract_document(Document(id="panen", text=TEXT), load_rules())
    return found


def corrections(*rows: dict[str, object]) -> Corrections:
    return read_corrections([json.dumps(row).encode() for row in rows], "c.jsonl")


def test_a_field_is_mended_and_nothing_else(quote: Quote) -> None:
    mended = corrections(
        {"quote_id": quote.quote_id, "field": "speaker.name", "value": "Dewi", "who": "ani"}
    ).apply(quote)
    assert mended
    assert quote.speaker
    speaker = msgspec.structs.replace(quote.speaker, name="Dewi")
    assert mended == msgspec.structs.replace(quote, speaker=speaker)


def test_of_two_the_later_counts_and_null_takes_out(quote: Quote) -> None:
    row = {"quote_id": quote.quote_id, "field": "kind"}
    mended = corrections({**row, "value": "mixed"}, {**row, "value": "indirect"}).apply(quote)
    assert mended
    assert mended.kind == "indirect"
    assert corrections({**row, "field": "quote", "value": None}).apply(quote) is None


def test_a_speaker_that_was_open_can_be_named(quote: Quote) -> None:
    nobody = msgspec.structs.replace(quote, speaker=None, abstained="ambiguous")
    value = {"name": "Rudi", "kind": "person"}
    mended = corrections({"quote_id": quote.quote_id, "field": "speaker", "value": value}).apply(
        nobody
    )
    assert mended
    assert mended.speaker
    assert (mended.speaker.name, mended.abstained) == ("Rudi", None)


def test_they_hang_on_the_id_and_outlive_a_shifted_article(quote: Quote) -> None:
    (shifted,) = extract_document(Document(id="panen", text=f"Tajuk\n\n{TEXT}"), load_rules())
    assert shifted.content.spans != quote.content.spans
    mended = corrections(
        {"quote_id": quote.quote_id, "field": "speaker.name", "value": "Dewi"}
    ).apply(shifted)
    assert mended
    assert mended.speaker
    assert mended.speaker.name == "Dewi"


def test_those_that_find_no_quote_are_told(quote: Quote) -> None:
    found = corrections(
        {"quote_id": quote.quote_id, "field": "kind", "value": "mixed"},
        {"quote_id": "lain:000000000000", "field": "kind", "value": "mixed"},
        {"quote_id": "jauh:000000000000", "field": "kind", "value": "mixed"},
    )
    found.apply(quote)
    found.met(["jauh:000000000000"])
    assert found.missing == ("lain:000000000000",)
    assert quote.quote_id in found


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "lisan", "mend its value"),
        ("speaker.nama", "x", "no field speaker.nama"),
        ("via.text", "x", "correct via as a whole"),
        ("nothing", 1, "no field nothing"),
    ],
)
def test_what_does_not_fit_is_refused(
    quote: Quote, field: str, value: object, message: str
) -> None:
    wrong = corrections({"quote_id": quote.quote_id, "field": field, "value": value})
    with pytest.raises(CorrectionError, match=message):
        wrong.apply(quote)


def test_broken_lines_are_named() -> None:
    with pytest.raises(CorrectionError) as caught:
        read_corrections([b"{}", b"", b"{", b"\xff"], "c.jsonl")
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "c.jsonl:1", "c.jsonl:3", "c.jsonl:4",
    ]  # fmt: skip


@pytest.mark.parametrize("workers", ["1", "2"])
def test_extract_applies_them_to_every_run(quote: Quote, tmp_path: Path, workers: str) -> None:
    article, file, out = (tmp_path / name for name in ("panen.txt", "c.jsonl", "q.jsonl"))
    article.write_text(TEXT)
    rows: list[dict[str, object]] = [
        {"quote_id": quote.quote_id, "field": "speaker.name", "value": "Dewi"},
        {"quote_id": "lain:000000000000", "field": "kind", "value": "mixed"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    words = ["extract", article, "--corrections", file, "--workers", workers, "-o", out]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text())["speaker"]["name"] == "Dewi"
    assert "c.jsonl: the correction of lain:000000000000 finds no quote" in done.stderr
    rows[0]["value"] = 7
    file.write_text(json.dumps(rows[0]))
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 1
    assert "the quote is kept as it was found" in done.stderr
    assert json.loads(out.read_text())["speaker"]["name"] == "Dewi Sariwangi"
    before = out.read_bytes()
    file.write_text("{")
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 2
    assert "c.jsonl:1" in done.stderr
    assert out.read_bytes() == before
