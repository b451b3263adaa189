"""The quote record: JSON and back, and its schema."""

import json
from pathlib import Path

import pytest
from quoting import quotes_in

from attrib.model import Document, Quote, Said, Source
from attrib.records import RecordError, decode, encode, encode_lines, schema

DOCUMENT = Document(
    id="berita-1",
    text='"Panen mundur," kata Bupati Sariwangi. "Stok cukup," ujar Dewi.',
    title="Panen",
)
QUOTES = quotes_in(DOCUMENT)
CONTRACT_KEYS = [
    "schema", "quote_id", "doc_id", "kind", "field", "content", "cue", "speaker", "via",
    "continues", "said", "rule", "rules", "confidence", "document",
]  # fmt: skip


def test_a_record_comes_back_as_it_was() -> None:
    assert len(QUOTES) == 2
    for quote in QUOTES:
        assert decode(encode(quote)) == quote


def test_the_fields_of_the_contract_in_its_order() -> None:
    record = json.loads(encode(QUOTES[0]))
    assert [key for key in record if key in CONTRACT_KEYS] == CONTRACT_KEYS
    assert set(record) - set(CONTRACT_KEYS) == {"abstained"}
    assert record["content"] == {"text": "Panen mundur,", "spans": [[1, 14]]}
    assert record["speaker"]["role"] == {"text": "Bupati", "span": [21, 27], "name": "Bupati"}
    assert record["document"] == {"title": "Panen", "outlet": None, "url": None, "published": None}


def test_lines_are_one_each() -> None:
    lines = encode_lines(QUOTES).split(b"\n")
    assert lines == [encode(QUOTES[0]), encode(QUOTES[1]), b""]
    assert encode_lines([]) == b""


def test_later_fields_are_passed_over_and_wrong_ones_named() -> None:
    record = json.loads(encode(QUOTES[0]))
    assert decode(json.dumps(record | {"mood": "calm"})) == QUOTES[0]
    with pytest.raises(RecordError, match=r"Expected `int`.*\$\.content\.spans"):
        decode(json.dumps(record | {"content": {"text": "x", "spans": [["a", 2]]}}))
    with pytest.raises(RecordError, match="missing required field `rule`"):
        decode(json.dumps({key: value for key, value in record.items() if key != "rule"}))
    for broken in (b"{", b"", b'{"quote_id": "\xff"}'):
        with pytest.raises(RecordError):
            decode(broken)


def test_the_record_of_the_manual_is_one() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "record.md").read_text(encoding="utf-8")
    text = manual.split("```text\n")[1].split("```")[0]
    written = json.loads(manual.split("```json\n")[1].split("```")[0])
    quote = decode(json.dumps(written))
    assert json.loads(encode(quote)) == written
    assert quote.cue is not None
    assert quote.speaker is not None
    phrases = (quote.cue, quote.speaker.mention, quote.speaker.role, quote.speaker.affiliation)
    for phrase in phrases:
        assert phrase is not None
        assert text[phrase.span[0] : phrase.span[1]] == phrase.text
    ((start, end),) = quote.content.spans
    assert text[start:end] == quote.content.text
    for name in Quote.__struct_fields__:
        assert f"`{name}`" in manual


def test_every_record_passes_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    unattributed = Quote(
        quote_id="b:0", doc_id="b", kind="direct", content=QUOTES[0].content, cue=None,
        speaker=None, abstained="no-speaker", said=Said(), rule="r", rules="0", document=Source(),
    )  # fmt: skip
    for quote in (*QUOTES, unattributed):
        validator.validate(json.loads(encode(quote)))
    wrong = json.loads(encode(QUOTES[0])) | {"kind": "free"}
    assert not validator.is_valid(wrong)


def test_the_schema_explains_every_field() -> None:
    defined = schema()["$defs"]
    assert isinstance(defined, dict)
    assert set(defined["Quote"]["properties"]) == set(Quote.__struct_fields__)
    assert all(part.get("description") for part in defined.values())
