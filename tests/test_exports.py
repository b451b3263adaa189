"""CSV, the articles file, and writing whole or not at all."""

import csv
import gzip
import hashlib
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting import quotes_in

from attrib.exports import FORMATS, articles, export
from attrib.exports.csv import COLUMNS
from attrib.exports.destination import Destination, OutputError
from attrib.model import Content, Document
from attrib.sources import Corpus

DOCUMENT = Document(
    id="berita-1", text='"Panen mundur," kata Bupati Sariwangi.', title="Panen", outlet="Kabar Desa"
)
QUOTE = quotes_in(DOCUMENT)[0]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_is_flat_and_complete() -> None:
    table = export("csv")
    (row,) = rows(table.header + table.encode([QUOTE]))
    assert tuple(row) == COLUMNS
    filled = {key: value for key, value in row.items() if value}
    assert filled == {
        "doc_id": "berita-1", "title": "Panen", "outlet": "Kabar Desa", "kind": "direct",
        "content": "Panen mundur,", "cue": "kata", "cue_lemma": "kata", "speaker": "Sariwangi",
        "speaker_kind": "person", "role": "Bupati", "mention": "Sariwangi",
        "resolution": "named", "field": "text", "start": "1", "end": "14", "rule": "test.said",
        "rules": "00000000", "confidence": "0.5", "quote_id": "berita-1:000000000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    "attack",
    ["=1+1", "+62", "-2", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "＝1", "siap;=1+1", "siap\n-1"],
)
def test_no_cell_can_be_taken_for_a_formula(attack: str) -> None:
    quote = msgspec.structs.replace(QUOTE, content=Content(attack, ((1, 2),)), doc_id=attack)
    (row,) = rows(export("csv").header + export("csv").encode([quote]))
    for cell in (row["content"], row["doc_id"]):
        assert cell.replace("'", "") == attack
        parts = cell.replace(";", "\n").replace("\t", "\n").splitlines()
        assert not any(part.strip().startswith(tuple("=+-@＝")) for part in parts)


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda t: "\0" not in t))
def test_csv_keeps_any_words(words: str) -> None:
    quote = msgspec.structs.replace(QUOTE, content=Content(words, ((1, 2),)))
    (row,) = rows(export("csv").header + export("csv").encode([quote]))
    assert row["content"].replace("'", "") == words.replace("'", "")


@pytest.mark.parametrize("name", FORMATS)
def test_parts_make_the_whole(name: str) -> None:
    encode = export(name).encode
    assert encode([QUOTE]) + encode([]) + encode([QUOTE]) == encode([QUOTE, QUOTE])


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no format 'xml' \\(there are: jsonl, csv\\)"):
        export("xml")


def test_articles_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(articles.encode([DOCUMENT]))
    assert list(Corpus([str(path)])) == [DOCUMENT]
    record = orjson.loads(path.read_bytes())
    assert record["sha256"] == hashlib.sha256(DOCUMENT.text.encode()).hexdigest()


def test_a_file_is_replaced_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    path.chmod(0o640)

    def interrupted() -> None:
        with Destination(str(path)) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert os.listdir(tmp_path) == ["out.jsonl"]
    assert path.read_bytes() == b"old"
    with Destination(str(path)) as out:
        out.write(b"discarded")
        out.discard()
    assert path.read_bytes() == b"old"
    with Destination(str(path)) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_a_signal_while_the_file_is_opened_leaves_nothing(tmp_path: Path) -> None:
    # Python may raise KeyboardInterrupt after __enter__ and before the block is guarded.
    script = (
        "import sys; from attrib.exports.destination import Destination\n"
        "held = Destination(sys.argv[1]); held.__enter__().write(b'half')\n"
        "raise KeyboardInterrupt"
    )
    out = tmp_path / "out.jsonl"
    done = subprocess.run([sys.executable, "-c", script, str(out)], stderr=subprocess.PIPE)
    assert b"KeyboardInterrupt" in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_bytes(b"old")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    with Destination(str(tmp_path / "link.jsonl")) as out:
        out.write(b"new")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() == b"new"


def test_gzip_carries_no_time_nor_name(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        with Destination(str(tmp_path / name)) as out:
            out.write(b"sama")
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"sama"
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_what_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist; make it first") as refusal:
        Destination(str(tmp_path / "tidak" / "ada.jsonl"))
    assert not refusal.value.underway
    with pytest.raises(OutputError, match="is a folder"):
        Destination(str(tmp_path))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    full = Destination("/dev/full")
    with pytest.raises(OutputError, match="cannot be written") as refusal, full as out:
        out.write(b"x" * 1_000_000)
    assert refusal.value.underway
