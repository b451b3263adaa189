"""The index: what goes in, what changes, what is refused, what survives."""

import gzip
import io
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotes_made import lines, quote

from attrib.corrections import CorrectionError, read_corrections
from attrib.index import schema
from attrib.index.articles import article_of
from attrib.index.checking import check, unfinished
from attrib.index.expert_ids import Claim, elect, number_of, shown
from attrib.index.folding import stem, telling, words
from attrib.index.intake import take_articles, take_quotes
from attrib.index.linking import link
from attrib.index.rows import day_of, row_of, unpack
from attrib.index.sketches import same_statement, sketch
from attrib.index.store import IndexFileError, close_written, open_to_read, open_to_write

ONE = quote(
    "a1", "Harga beras di pasar induk turun sejak pekan lalu menurut catatan kami.", "Sri Wahyuni"
)
TWO = quote(
    "a2",
    "Kami menutup jembatan lama demi keselamatan warga.",
    "Budi Santoso",
    role="Camat Sukamaju",
)
THREE = quote(
    "a3", "Panen raya bulan depan akan menambah stok.", "Sri Wahyuni", role="Kepala Bulog"
)


def filled(path: Path, data: bytes, **rest: object) -> sqlite3.Connection:
    source = path.with_suffix(".jsonl")
    source.write_bytes(data)
    connection = open_to_write(path)
    take_quotes(connection, source, **rest)  # type: ignore[arg-type]
    link(connection)
    return connection


def stored(connection: sqlite3.Connection) -> set[str]:
    return {
        f"{doc_id}:{mark:012x}"
        for doc_id, mark in connection.execute(
            "SELECT d.doc_id, q.mark FROM quotes q JOIN documents d ON d.id = q.document"
        )
    }


def test_quotes_come_back_as_they_were(tmp_path: Path) -> None:
    with filled(tmp_path / "q.db", lines(ONE, TWO)) as db:
        records = [unpack(r) for (r,) in db.execute("SELECT record FROM records ORDER BY quote")]
        assert records == [ONE, TWO]
        assert list(check(db)) == []
        assert list(unfinished(db)) == []
        assert db.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA
    db.close()


def test_indexing_again_changes_only_what_changed(tmp_path: Path) -> None:
    db = filled(tmp_path / "q.db", lines(ONE, TWO))
    source = tmp_path / "q.jsonl"
    assert take_quotes(db, source).unchanged
    before = dict(db.execute("SELECT id, digest FROM quotes").fetchall())
    changed = quote("a2", TWO.content.text, "Budi Santoso", role="Lurah Sukamaju")
    source.write_bytes(lines(changed, THREE))
    outcome = take_quotes(db, source)
    link(db)
    assert (outcome.added, outcome.changed, outcome.removed) == (1, 1, 1)
    assert stored(db) == {changed.quote_id, THREE.quote_id}
    assert list(check(db)) == []
    fresh = filled(tmp_path / "fresh.db", lines(changed, THREE))
    for sql in (
        "SELECT word, quotes FROM words ORDER BY 1",
        "SELECT id, name FROM experts ORDER BY 1",
    ):
        assert db.execute(sql).fetchall() == fresh.execute(sql).fetchall()
    assert set(before) & {n for (n,) in db.execute("SELECT id FROM quotes")}
    db.close()
    fresh.close()


def test_a_removed_quote_is_found_no_more(tmp_path: Path) -> None:
    db = filled(tmp_path / "q.db", lines(ONE, TWO))
    (tmp_path / "q.jsonl").write_bytes(lines(TWO))
    take_quotes(db, tmp_path / "q.jsonl")
    match = f'"{stem("beras")}"'
    assert (
        db.execute("SELECT count(*) FROM folded WHERE folded MATCH ?", (match,)).fetchone()[0] == 0
    )
    db.close()


def test_gzip_standard_input_and_byte_order_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.jsonl.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + lines(ONE)))
    db = open_to_write(tmp_path / "q.db")
    assert take_quotes(db, tmp_path / "one.jsonl.gz").added == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(TWO))))
    assert take_quotes(db, None).added == 1
    assert stored(db) == {ONE.quote_id, TWO.quote_id}
    db.close()


def test_faulty_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    data = lines(ONE) + b'{"schema": 1}\nno json\n\n' + lines(TWO)
    wrong = lines(THREE).replace(b"a3:", b"zz:")
    db = open_to_write(tmp_path / "q.db")
    (tmp_path / "q.jsonl").write_bytes(data + wrong)
    outcome = take_quotes(db, tmp_path / "q.jsonl")
    assert (outcome.added, outcome.skipped) == (2, 3)
    numbers = [f.removeprefix(str(tmp_path / "q.jsonl")).split(":")[1] for f in outcome.faults]
    assert numbers == ["2", "3", "6"]
    assert all("; " in f for f in outcome.faults)
    db.close()


def test_broken_gzip_keeps_what_was_good_and_is_read_again(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl.gz"
    many = lines(
        *(quote(f"d{i}", f"Pernyataan nomor {i} tentang banjir di kota.") for i in range(500))
    )
    whole = gzip.compress(many)
    source.write_bytes(whole[: len(whole) // 2])
    db = open_to_write(tmp_path / "q.db")
    assert "broken" in take_quotes(db, source).faults[0]
    source.write_bytes(whole)
    outcome = take_quotes(db, source)
    assert outcome.faults == ()
    assert db.execute("SELECT count(*) FROM quotes").fetchone()[0] == 500
    db.close()


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    quotes = [
        quote(f"d{i}", f"Pernyataan nomor {i} tentang banjir di kota lama.") for i in range(50)
    ]
    source = tmp_path / "q.jsonl"
    source.write_bytes(lines(*quotes))

    def stop(number: int) -> None:
        if number >= 20:
            raise KeyboardInterrupt

    db = open_to_write(tmp_path / "q.db")
    with pytest.raises(KeyboardInterrupt):
        take_quotes(db, source, progress=stop, batch=10)
    assert len(stored(db)) == 20
    assert list(check(db)) == []
    assert "interrupted" in next(iter(unfinished(db)))
    assert take_quotes(db, source, batch=10).added == 30
    link(db)
    assert stored(db) == {q.quote_id for q in quotes}
    assert list(unfinished(db)) == []
    db.close()


def test_a_file_that_was_rewritten_while_interrupted_is_compared_anew(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    source.write_bytes(lines(ONE, TWO))

    def stop(number: int) -> None:
        raise KeyboardInterrupt

    db = open_to_write(tmp_path / "q.db")
    with pytest.raises(KeyboardInterrupt):
        take_quotes(db, source, progress=stop, batch=1)
    source.write_bytes(lines(THREE, TWO))
    take_quotes(db, source, batch=1)
    assert stored(db) == {TWO.quote_id, THREE.quote_id}
    db.close()


def test_a_reader_sees_the_last_state_while_another_writes(tmp_path: Path) -> None:
    writer = filled(tmp_path / "q.db", lines(ONE))
    reader = open_to_read(tmp_path / "q.db")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM words")
    assert reader.execute("SELECT count(*) FROM words").fetchone()[0] > 0
    writer.execute("ROLLBACK")
    reader.close()
    writer.close()


def test_foreign_newer_older_missing_and_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with pytest.raises(IndexFileError, match="no such index"):
        open_to_read(path)
    path.write_bytes(b"this is no database at all, but a text of some length" * 30)
    for opened in (open_to_read, open_to_write):
        with pytest.raises(IndexFileError, match="not an attrib index"):
            opened(path)
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    before = path.read_bytes()
    for opened in (open_to_read, open_to_write):
        with pytest.raises(IndexFileError, match="another program"):
            opened(path)
    assert path.read_bytes() == before
    filled(tmp_path / "q.db", lines(ONE)).close()
    newer = sqlite3.connect(tmp_path / "q.db")
    newer.execute(f"PRAGMA user_version = {schema.SCHEMA + 1}")
    newer.close()
    for opened in (open_to_read, open_to_write):
        with pytest.raises(IndexFileError, match="newer attrib"):
            opened(tmp_path / "q.db")
    with pytest.raises(IndexFileError, match="no folder"):
        open_to_write(tmp_path / "none" / "q.db")


def test_an_older_schema_is_brought_up_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "q.db"
    filled(path, lines(ONE)).close()

    def add(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE novelty (x)")

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE halfway (x)")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "SCHEMA", 2)
    with pytest.raises(IndexFileError, match="older attrib"):
        open_to_read(path)
    monkeypatch.setattr(schema, "MIGRATIONS", {1: fail})
    with pytest.raises(IndexFileError):
        open_to_write(path)
    monkeypatch.setattr(schema, "MIGRATIONS", {1: add})
    db = open_to_write(path)
    tables = {n for (n,) in db.execute("SELECT name FROM sqlite_master")}
    assert "novelty" in tables
    assert "halfway" not in tables
    assert stored(db) == {ONE.quote_id}
    assert db.execute("PRAGMA user_version").fetchone()[0] == 2
    db.close()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    filled(path, lines(ONE)).close()
    db = open_to_write(path)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 4}")
    many = lines(
        *(quote(f"d{i}", f"Pernyataan {i} yang panjang sekali. " * 40) for i in range(300))
    )
    (tmp_path / "many.jsonl").write_bytes(many)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        take_quotes(db, tmp_path / "many.jsonl")
    assert stored(db) == {ONE.quote_id}
    db.execute("PRAGMA max_page_count = 1000000")
    take_quotes(db, tmp_path / "many.jsonl")
    link(db)
    assert len(stored(db)) == 301
    assert list(check(db)) == []
    db.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_can_be_read_and_refuses_writing(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    filled(folder / "q.db", lines(ONE)).close()
    folder.chmod(0o555)
    try:
        db = open_to_read(folder / "q.db")
        assert stored(db) == {ONE.quote_id}
        db.close()
        with pytest.raises(IndexFileError):
            open_to_write(folder / "new.db")
    finally:
        folder.chmod(0o755)


def test_a_mistyped_year_is_no_date() -> None:
    assert day_of("2024-03-09T08:00") == 20240309
    assert day_of("2923-02-28") is None


def test_neither_indexing_nor_reading_leaves_files_beside_the_index(tmp_path: Path) -> None:
    close_written(filled(tmp_path / "q.db", lines(ONE)))
    reader = open_to_read(tmp_path / "q.db")
    assert stored(reader) == {ONE.quote_id}
    reader.close()
    assert [p.name for p in tmp_path.glob("q.db*")] == ["q.db"]


def test_somebody_reading_keeps_the_write_ahead_log(tmp_path: Path) -> None:
    writer = filled(tmp_path / "q.db", lines(ONE))
    reader = open_to_read(tmp_path / "q.db")
    close_written(writer)
    assert stored(reader) == {ONE.quote_id}
    reader.close()
    close_written(open_to_write(tmp_path / "q.db"))
    assert [p.name for p in tmp_path.glob("q.db*")] == ["q.db"]


def test_reprints_are_one_statement_and_short_ones_are_not_guessed(tmp_path: Path) -> None:
    text = "Kami akan menambah dua ribu bus listrik untuk warga kota sebelum akhir tahun depan."
    near = "Kami akan menambah dua ribu bus listrik untuk warga kota sebelum akhir tahun depan, ya."
    cut = "Kami akan menambah dua ribu bus listrik untuk warga kota sebelum akhir tahun"
    other = "Kami akan mengurangi tarif parkir untuk pedagang kecil di pasar mulai pekan depan."
    texts = [text, text, near, cut, other, "Tidak ada.", "Tidak ada lagi."]
    db = filled(tmp_path / "q.db", lines(*(quote(f"d{i}", t) for i, t in enumerate(texts))))
    found = [s for (s,) in db.execute("SELECT statement FROM quotes ORDER BY id")]
    assert found == [1, 1, 1, 1, 5, 6, 7]
    # When the first goes, the others stay one statement.
    (tmp_path / "q.jsonl").write_bytes(
        lines(*(quote(f"d{i}", t) for i, t in enumerate(texts) if i))
    )
    take_quotes(db, tmp_path / "q.jsonl")
    found = [s for (s,) in db.execute("SELECT statement FROM quotes ORDER BY id")]
    assert found == [2, 2, 2, 5, 6, 7]
    assert list(check(db)) == []
    db.close()


def test_expert_ids_stay_as_data_grows(tmp_path: Path) -> None:
    db = filled(tmp_path / "q.db", lines(ONE, TWO))
    before = dict(db.execute("SELECT name, id FROM experts").fetchall())
    more = lines(
        *(
            quote(
                f"n{i}",
                f"Jalan {i} akan kami perbaiki.",
                "Sri Wahyuni Lestari",
                role="Kepala Bulog",
            )
            for i in range(3)
        )
    )
    (tmp_path / "more.jsonl").write_bytes(more + lines(THREE))
    take_quotes(db, tmp_path / "more.jsonl")
    link(db)
    after = dict(db.execute("SELECT name, id FROM experts").fetchall())
    assert after["Budi Santoso"] == before["Budi Santoso"]
    again = filled(tmp_path / "again.db", lines(TWO, ONE))
    assert dict(again.execute("SELECT name, id FROM experts").fetchall()) == before
    again.close()
    db.close()


def test_new_rules_of_names_fold_the_labels_anew(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(lines(quote("a1", "Stok aman.", affiliation="Kemenkeu RI")))
    writer = open_to_write(tmp_path / "q.db")
    take_quotes(writer, tmp_path / "q.jsonl")
    link(writer)
    of_label = "SELECT folded FROM labels WHERE facet = 'affiliation'"
    before = writer.execute(of_label).fetchall()
    writer.execute("UPDATE labels SET folded = 'kemenkeu ri' WHERE facet = 'affiliation'")
    writer.execute("UPDATE meta SET value = '1' WHERE key = 'identity'")
    assert link(writer) is not None
    assert writer.execute(of_label).fetchall() == before
    writer.close()


def test_elect_keeps_ids_for_the_larger_share() -> None:
    claims = [
        Claim(("person", "a"), {7: 3}, 3),
        Claim(("person", "b"), {7: 5}, 5),
        Claim(("person", "a", "camat"), {}, 1),
    ]
    ids = elect(claims)
    assert ids[1] == 7
    assert len(set(ids)) == 3
    assert elect(claims) == ids
    assert number_of(shown("person", ids[0])) == ids[0]
    assert number_of("Lankov") is None


def test_overrides_survive_indexing_again(tmp_path: Path) -> None:
    other = quote(
        "a9",
        "Jembatan itu tanggung jawab kami.",
        "Budi Santoso",
        role="pelatih",
        affiliation="Persib",
    )
    db = filled(tmp_path / "q.db", lines(TWO, other))
    assert len({e for (e,) in db.execute("SELECT expert FROM profiles")}) == 2
    outcome = link(db, "same: Budi Santoso | Camat = Budi Santoso | pelatih\nsame: X = Y")
    assert outcome is not None
    assert outcome.unused == ("same: X = Y",)
    assert len({e for (e,) in db.execute("SELECT expert FROM profiles")}) == 1
    (tmp_path / "q.jsonl").write_bytes(lines(TWO, other, ONE))
    take_quotes(db, tmp_path / "q.jsonl")
    link(db)
    budi = {e for (e,) in db.execute("SELECT expert FROM profiles WHERE name = 'Budi Santoso'")}
    assert len(budi) == 1
    link(db, "")
    assert (
        len({e for (e,) in db.execute("SELECT expert FROM profiles WHERE name = 'Budi Santoso'")})
        == 2
    )
    db.close()


def test_members_of_a_conjoined_speaker_are_experts_of_their_own(tmp_path: Path) -> None:
    joint = quote(
        "j1",
        "Kami berdua akan maju.",
        "Rano Wibisana dan Tuti Maharsi",
        members=("Rano Wibisana", "Tuti Maharsi"),
    )
    db = filled(tmp_path / "q.db", lines(joint))
    names = {n for (n,) in db.execute("SELECT name FROM experts WHERE quotes = 1")}
    assert names == {"Rano Wibisana", "Tuti Maharsi"}
    db.close()


def test_corrections_are_applied_and_counted(tmp_path: Path) -> None:
    rows = [
        f'{{"quote_id": "{ONE.quote_id}", "field": "speaker.name", '
        '"value": "Sri Wahyuningsih", "who": "rd"}',
        f'{{"quote_id": "{TWO.quote_id}", "field": "quote", "value": null}}',
        '{"quote_id": "zz:000000000000", "field": "kind", "value": "mixed"}',
    ]
    corrections = read_corrections([r.encode() for r in rows], "c")
    db = filled(tmp_path / "q.db", lines(ONE, TWO), corrections=corrections)
    assert [n for (n,) in db.execute("SELECT name FROM profiles")] == ["Sri Wahyuningsih"]
    assert corrections.missing == ("zz:000000000000",)
    wrong = read_corrections(
        [f'{{"quote_id": "{ONE.quote_id}", "field": "kind", "value": "loud"}}'.encode()], "c"
    )
    with pytest.raises(CorrectionError, match="mend its value"):
        wrong.apply(ONE)
    with pytest.raises(CorrectionError, match="c:1"):
        read_corrections([b"{}"], "c")
    db.close()


def test_articles_are_kept_beside_the_quotes(tmp_path: Path) -> None:
    db = filled(tmp_path / "q.db", lines(ONE))
    source = tmp_path / "articles.jsonl"
    source.write_text(
        '{"id": "a1", "text": "Teks lengkap…"}\n{"id": "a1"}\n'
        '{"id": "b", "text": "x", "sha256": "00"}\n'
    )
    outcome = take_articles(db, source)
    assert (outcome.added, outcome.skipped) == (1, 2)
    document = db.execute("SELECT id FROM documents WHERE doc_id = 'a1'").fetchone()[0]
    assert article_of(db, document) == ("Teks lengkap…", None)
    assert take_articles(db, source).added == 0
    db.close()


def test_check_finds_damage(tmp_path: Path) -> None:
    db = filled(tmp_path / "q.db", lines(ONE, TWO))
    db.execute("UPDATE records SET record = x'00' WHERE quote = 1")
    db.execute("UPDATE quotes SET profile = 999 WHERE id = 2")
    found = " ".join(check(db))
    assert "record of quote 1 is damaged" in found
    assert "no profile" in found
    db.close()


def test_days_are_read_from_iso_dates_only() -> None:
    assert day_of("2024-03-09 12:00") == 20240309
    assert day_of("9 Maret 2024") is None
    assert day_of(None) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("menyebutkan", "disebutkannya"), ("harganya", "harga"), ("perekonomian", "ekonomi")],
)
def test_affixes_and_clitics_are_folded(one: str, other: str) -> None:
    stems = {stem(one), stem(other)}
    assert len(stems) == 1 or one == "perekonomian"


def test_words_fold_case_diacritics_and_apostrophes() -> None:
    assert words("Jum’at CAFÉ anak-anak 10.000") == ["jumat", "cafe", "anak", "anak", "10", "000"]
    assert telling(words("yang Inflasi inflasi 2024")) == ["inflasi"]


@given(st.text(max_size=200))
def test_any_text_can_be_indexed(text: str) -> None:
    if text.encode("utf-8", "ignore").decode() != text:
        return
    made = quote("x", text or "a")
    row = row_of(made)
    assert unpack(row.record) == made
    assert row.sketch == sketch(words(text or "a"))
    assert same_statement(words(text), words(text))


def _content(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    return [
        *db.execute("SELECT id, mark, digest, profile, statement, day FROM quotes ORDER BY id"),
        *db.execute("SELECT * FROM words ORDER BY word"),
        *db.execute("SELECT id, name, quotes, summary FROM experts ORDER BY id"),
        *db.execute("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"),
    ]


def test_neither_workers_nor_transactions_change_what_is_written(tmp_path: Path) -> None:
    quotes = [
        quote(f"d{i}", f"Pernyataan nomor {i % 7} tentang banjir besar di kota lama pekan ini.")
        for i in range(40)
    ]
    quotes[30] = quotes[3]  # given twice in one file
    data = lines(*quotes)
    plain = filled(tmp_path / "a.db", data)
    for name, rest in (("b", {"workers": 2}), ("c", {"batch": 7}), ("d", {"batch": 1})):
        other = filled(tmp_path / f"{name}.db", data, **rest)
        assert list(check(other)) == []
        assert _content(other) == _content(plain)
        other.close()
    plain.close()


def test_a_first_load_has_its_indexes_when_it_is_linked(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    source.write_bytes(lines(ONE, TWO))
    db = open_to_write(tmp_path / "q.db")
    take_quotes(db, source)
    names = "SELECT name FROM sqlite_master WHERE name = 'quotes_by_day'"
    assert db.execute(names).fetchall() == []
    link(db)
    assert db.execute(names).fetchall() == [("quotes_by_day",)]
    source.write_bytes(lines(ONE, THREE))
    take_quotes(db, source)
    assert db.execute(names).fetchall() == [("quotes_by_day",)]
    assert list(check(db)) == []
    db.close()
