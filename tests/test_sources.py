"""Files, folders and standard input → documents, and faults for what is none."""

import gzip
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.model import Document
from attrib.sources import Corpus, Fault, FieldNames
from attrib.sources.encoding import decode
from attrib.sources.fault import Unreadable

ARTICLE = "“Jalan sudah dibuka,” kata Bupati Sariwangi.\r\nWarga lega – akhirnya…\n"


def read(*paths: Path | str, **fields: str) -> tuple[list[Document], list[Fault]]:
    corpus = Corpus([str(path) for path in paths], FieldNames(**fields))
    items = list(corpus)
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [item for item in items if isinstance(item, Fault)]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_encoding_gives_the_same_unchanged_text(
    tmp_path: Path, encoding: str, mark: bytes, zipped: bool
) -> None:
    data = mark + ARTICLE.encode(encoding)
    path = tmp_path / ("berita.txt.gz" if zipped else "berita.txt")
    path.write_bytes(gzip.compress(data, mtime=0) if zipped else data)
    documents, faults = read(path)
    assert documents == [Document(id="berita", text=ARTICLE)]
    assert faults == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_jsonl_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "berita.jsonl"
    lines = '{"id": "a", "text": "“Siap,” kata Dewi."}\r\n\n{"id": 7, "text": "Dua."}'
    path.write_bytes(lines.encode(encoding))
    documents, faults = read(path)
    assert [(d.id, d.text) for d in documents] == [("a", "“Siap,” kata Dewi."), ("7", "Dua.")]
    assert faults == []


def test_field_names_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_text(
        '{"no": "x", "isi": "Teks.", "judul": "J", "media": "M", "link": "u", "tgl": "2024-01-05"}'
    )
    names = {"id": "no", "text": "isi", "title": "judul", "outlet": "media"}
    documents, _ = read(path, **names, url="link", date="tgl")
    wanted = Document(id="x", text="Teks.", title="J", outlet="M", url="u", published="2024-01-05")
    assert documents == [wanted]


@pytest.mark.parametrize(
    ("line", "message", "cure"),
    [
        ('{"id": "b", "text": "putus', "broken JSON at column", "mend or remove the line"),
        ('{"id": "b"}', 'no field "text" (there are: id)', "--text"),
        ('{"text": "b"}', 'no field "id" (there are: text)', "--id"),
        ('{"id": "b", "text": 5}', 'the field "text" is a number', "--text"),
        ('{"id": "b", "text": null}', 'the field "text" is null', "--text"),
        ('{"id": true, "text": "x"}', 'the field "id" is a truth value', "--id"),
        ('{"id": "b", "text": " \\n"}', 'the field "text" is empty', "remove the line"),
        ('{"id": "a", "text": "lagi"}', 'the id "a" was given', "own id"),
        ('["b"]', "an array, where an object is expected", "one JSON object a line"),
        ("kalimat biasa", "broken JSON", "mend or remove the line"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(
    tmp_path: Path, line: str, message: str, cure: str
) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_text(f'{{"id": "a", "text": "Satu."}}\n{line}\n{{"id": "z", "text": "Akhir."}}\n')
    documents, faults = read(path)
    assert [d.id for d in documents] == ["a", "z"]
    assert [(f.path, f.line, f.lost) for f in faults] == [(str(path), 2, 1)]
    assert message in faults[0].message
    assert cure in faults[0].cure
    assert str(faults[0]).startswith(f"{path}:2: ")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b'{"id": "b", "text": "satu \\ud800 dua"}', "satu \ufffd dua"),
        (b'{"id": "b", "text": "pasangan \\ud83d\\ude00 dan \\udc00"}', "pasangan 😀 dan \ufffd"),
        (
            '{"id": "b", "text": "“utuh” dan putus '.encode() + b'\xe2\x80"}',
            "“utuh” dan putus \ufffd",
        ),
    ],
)
def test_broken_characters_do_not_cost_the_article(tmp_path: Path, line: bytes, text: str) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_bytes(line)
    documents, faults = read(path)
    assert [d.text for d in documents] == [text]
    assert [(f.line, f.lost) for f in faults] == [(1, 0)]
    assert "1 broken character read as U+FFFD" in faults[0].message


def test_metadata_of_a_wrong_type_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_text('{"id": "a", "text": "Teks.", "title": ["J"], "date": null, "outlet": "M"}')
    documents, faults = read(path)
    assert documents == [Document(id="a", text="Teks.", outlet="M")]
    assert [(f.line, f.lost) for f in faults] == [(1, 0)]
    assert 'the field "title" is an array' in faults[0].message


DAMAGED_GZIP = gzip.compress(random.Random(1).randbytes(999), mtime=0)[:300] + b"x" * 99


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "the file is empty"),
        ("a.jsonl", b"\n\n", "the file is empty"),
        ("a.txt", bytes(range(256)) * 9, "a binary file"),
        ("a.jsonl", bytes(range(256)) * 9, "a binary file"),
        ("a.txt", b"%PDF-1.7 \xe2", "a PDF"),
        ("a.txt", b"<!DOCTYPE html><p>Halo", "a page of HTML"),
        ("a.txt", b"kata dia \x81 \x8d", "unreadable encoding: byte 0x81"),
        ("a.json", b'[\n {"id": "a", "text": "b"}\n]', "one JSON value over several lines"),
        ("a.txt.gz", gzip.compress(b"halo " * 999, mtime=0)[:-9], "the gzip file is cut short"),
        ("a.txt.gz", DAMAGED_GZIP, "the gzip file is"),
    ],
)
def test_a_file_that_is_no_article(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("Sehat.")
    documents, faults = read(tmp_path / name, tmp_path / "z.txt")
    assert [d.id for d in documents] == ["z"]
    assert [f.path for f in faults] == [str(tmp_path / name)]
    assert message in faults[0].message
    assert faults[0].cure


def test_a_cut_gzip_keeps_what_stands_before_and_names_the_line(tmp_path: Path) -> None:
    lines = b"".join(
        b'{"id": "%d", "text": "%s"}\n' % (i, os.urandom(600).hex().encode()) for i in range(99)
    )
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0)[:40_000])
    documents, faults = read(tmp_path)
    assert 10 < len(documents) < 99
    assert [f.line for f in faults] == [len(documents) + 1]


def test_text_beyond_any_article_is_refused_at_once(tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.write(b"kata " * 10_000_000)
    documents, faults = read(tmp_path)
    assert documents == []
    assert "longer than 10 MB" in faults[0].message


def test_a_line_beyond_the_limit_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attrib.sources.jsonl.MAX_LINE_BYTES", 2_000_000)
    with open(tmp_path / "a.jsonl", "wb") as file:
        file.write(
            b'{"id": "a", "text": "' + b"kata " * 1_000_000 + b'"}\n{"id": "b", "text": "Ada."}'
        )
    documents, faults = read(tmp_path)
    assert [d.id for d in documents] == ["b"]
    assert [f.line for f in faults] == [1]
    assert "the line is longer than 2 MB" in faults[0].message


def test_folders_globs_and_repeats(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "lama/a.txt", "lama/c.TXT", ".rahasia/x.txt", "catatan.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Isi {name}")
    documents, faults = read(tmp_path, tmp_path / "b.txt", tmp_path / "lama" / ".." / "a.txt")
    folder = tmp_path.name
    assert [d.id for d in documents] == [f"{folder}/a", "b", "lama/a", "c"]
    assert faults == []
    documents, _ = read(f"{tmp_path}/**/*.txt")
    assert [d.text for d in documents] == ["Isi a.txt", "Isi b.txt", "Isi lama/a.txt"]
    documents, faults = read(tmp_path / "tidak-ada", f"{tmp_path}/x*", tmp_path / "catatan.md")
    assert [d.id for d in documents] == ["catatan"]
    assert [f.message for f in faults] == ["no such file or folder"] * 2


def test_two_files_that_differ_in_their_ending_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Satu.")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Dua.", mtime=0))
    documents, faults = read(tmp_path)
    assert [(d.id, d.text) for d in documents] == [("a", "Satu.")]
    assert ['the id "a" was given' in f.message for f in faults] == [True]


def test_a_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "gambar.png").write_bytes(b"\x89PNG")
    documents, faults = read(tmp_path)
    assert documents == []
    assert "no article in this folder" in faults[0].message


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"kabar-\xff.txt")
    with open(path, "wb") as file:
        file.write(b"Ada.")
    documents, _ = read(tmp_path)
    assert [d.id for d in documents] == ["kabar-\ufffd"]


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Isi " * 100)
    corpus = Corpus([str(tmp_path)])
    assert (corpus.size, corpus.position) == (1200, 0)
    assert len(list(corpus)) == 3
    assert corpus.position == 1200


# a zero first would make UTF-16's little-endian mark UTF-32's
@given(st.text().filter(lambda text: not text.startswith("\0")))
def test_any_text_survives_its_encoding(text: str) -> None:
    """What a writer saved with a byte-order mark is read back unchanged."""
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8")).text == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")).text == text


@given(st.binary())
def test_any_bytes_are_text_or_refused_with_a_cure(data: bytes) -> None:
    try:
        decoded = decode(data)
    except Unreadable as refusal:
        assert refusal.cure  # noqa: PT017 - either outcome is right
    else:
        decoded.text.encode("utf-8")  # no lone surrogates
        assert decoded.replaced <= decoded.text.count("\ufffd")
