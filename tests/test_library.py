"""The library as the README shows it: typed, valid by the schema, the same from many threads."""

import doctest
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest

import attrib
from attrib import Document, extract
from attrib.records import encode, schema

ROOT = Path(__file__).parent.parent
SEEDS = [
    Document(id=path.stem, text=path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "seeds").glob("*.txt"))
]


def test_the_example_of_the_package() -> None:
    result = doctest.testmod(attrib)
    assert result.attempted > 1
    assert result.failed == 0


def test_the_example_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    exec(code, {})
    said = code.split("# ")[1].strip()
    assert capsys.readouterr().out.strip() == said


def test_the_sample_of_the_readme() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    text = " ".join(line[2:] for line in page.split("\n") if line.startswith("> "))
    rows = {
        cells[1].strip(): [cell.strip() for cell in cells[2:4]]
        for line in page.split("\n")
        if len(cells := line.split("|")) == 5
    }
    quotes = extract(text)
    assert [q.kind for q in quotes] == rows["kind"]
    assert [q.content.text for q in quotes] == rows["content"]
    assert [q.cue and q.cue.text for q in quotes] == rows["cue"]
    assert [f"{q.speaker.name} ({q.speaker.kind})" for q in quotes if q.speaker] == rows["speaker"]
    assert [q.speaker.role and q.speaker.role.text for q in quotes if q.speaker] == rows["role"]
    assert [f"`{q.rule}`" for q in quotes] == rows["rule"]


def test_every_record_of_the_seeds_is_valid_and_says_what_stands_there() -> None:
    valid = jsonschema.Draft202012Validator(json.loads(json.dumps(schema())))
    seen = 0
    for document in SEEDS:
        for quote in extract(document):
            record = json.loads(encode(quote))
            assert list(valid.iter_errors(record)) == []
            first = record["content"]["spans"][0]
            assert document.text[first[0] : first[1]] in record["content"]["text"]
            mention = record["speaker"]["mention"] if record["speaker"] else None
            for phrase in filter(None, (record["cue"], mention)):
                start, end = phrase["span"]
                assert document.text[start:end] == phrase["text"]
            seen += 1
    assert seen >= 46


def test_threads_get_what_one_thread_gets() -> None:
    alone = [extract(document) for document in SEEDS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(extract, SEEDS * 4)) == alone * 4


def test_a_quote_does_not_change() -> None:
    quote = extract('"Stok cukup," kata Sri Lestari.')[0]
    with pytest.raises(AttributeError):
        quote.kind = "indirect"  # type: ignore[misc]


@pytest.mark.parametrize("text", ["", " \n\n", '"', '"' * 3000, "\u200b\ufeff", "\x00" * 50])
def test_text_without_speech_gives_nothing(text: str) -> None:
    assert extract(text) == ()
