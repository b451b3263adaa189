"""Queries, filters, hits, experts' pages, conflicts."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotes_made import lines, quote

from attrib.index.intake import take_articles, take_quotes
from attrib.index.linking import link
from attrib.index.store import open_to_read, open_to_write
from attrib.search.conflicts import conflicts
from attrib.search.filters import Filters, condition, parse_day
from attrib.search.find import Found, facets, occurrences, search
from attrib.search.lookup import find_experts, list_experts, speaks_for
from attrib.search.outlets import independent
from attrib.search.pages import page_of
from attrib.search.query import QueryError, parse_query
from attrib.search.render import conflict, hits, page, plain
from attrib.search.snippets import context_of, marked
from attrib.search.why import NotFoundError, candidates, reasons
from attrib.search.wrapping import wrapped

ARTICLE = (
    "Pasar ramai sejak pagi. Warga antre dua jam. Harga beras premium naik sepuluh persen bulan "
    "ini. Begitu kata Sri Wahyuni. Pedagang mengeluh. Pembeli pulang. Toko tutup lebih awal."
)
RICE = "Harga beras premium naik sepuluh persen bulan ini."
BUSES = "Kami akan menambah dua ribu bus listrik untuk warga kota sebelum akhir tahun depan."
QUOTES = (
    quote(
        "a1",
        RICE,
        "Sri Wahyuni",
        role="Kepala Dinas Perdagangan",
        affiliation="Pemkot Bogor",
        outlet="Kabar Kita",
        day="2024-03-09",
        start=ARTICLE.index(RICE),
    ),
    quote(
        "a2",
        "Stok beras cukup sampai Lebaran, jangan panik.",
        "Sri Wahyuni Lestari",
        role="Kepala Dinas Perdagangan",
        affiliation="Pemkot Bogor",
        outlet="Warta Kota",
        day="2024-04-01",
    ),
    quote(
        "a3",
        BUSES,
        "Hartadi Wiguna",
        role="Gubernur",
        outlet="Kabar Kita",
        day="2023-01-05",
        title="Bus listrik untuk kota",
    ),
    quote(
        "a4",
        BUSES,
        "Hartadi Wiguna",
        role="Gubernur",
        outlet="Warta Kota",
        day="2023-01-06",
        via="Kabar Kita",
    ),
    quote(
        "a5",
        BUSES,
        "Mulyaman Sudarta",
        role="Kepala Dinas Perhubungan",
        outlet="Harian Pagi",
        day="2023-01-07",
    ),
    quote(
        "a6",
        "Inflasi pangan melandai pada triwulan kedua.",
        "Bank Indonesia",
        kind="organization",
        day="2024-07-01",
    ),
    quote(
        "a7",
        "Suku bunga tetap.",
        "Perwita Larasati",
        role="Deputi Gubernur",
        affiliation="BI",
        day="2024-07-02",
    ),
    quote("a8", "Saya melihat asap dari dapur.", "seorang saksi", kind="anonymous", day=None),
    quote(
        "a9",
        "Tim kami bermain terlalu lambat.",
        "Hartadi Sukmono",
        role="pelatih",
        affiliation="Persib",
        day="2024-05-05",
    ),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("search")
    (folder / "q.jsonl").write_bytes(lines(*QUOTES))
    (folder / "articles.jsonl").write_text(f'{{"id": "a1", "text": "{ARTICLE}"}}\n')
    writer = open_to_write(folder / "q.db")
    take_quotes(writer, folder / "q.jsonl")
    take_articles(writer, folder / "articles.jsonl")
    link(writer)
    writer.close()
    connection = open_to_read(folder / "q.db")
    yield connection
    connection.close()


def ids(found: Found) -> list[str]:
    return [h.quote.doc_id for h in found.hits]


def ask(db: sqlite3.Connection, words: str | None = None, **filters: object) -> list[str]:
    query = parse_query(words, db) if words else None
    if query is not None:
        query = msgspec.structs.replace(query, terms=())
    return ids(search(db, query, Filters(**filters), limit=50))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("beras", {"a1", "a2"}),
        ("berasnya", {"a1", "a2"}),
        ("harga beras", {"a1"}),
        ('"stok beras"', {"a2"}),
        ('"beras stok"', set()),
        ("beras -stok", {"a1"}),
        ("beras NOT stok", {"a1"}),
        ("inflasi OR asap", {"a6", "a8"}),
        ("(inflasi OR beras) AND premium", {"a1"}),
        ("prem*", {"a1"}),
        ("PREMIUM", {"a1"}),
        ("listrik kota", {"a3"}),
        ("lestari", {"a2"}),
        ("permium", {"a1"}),
    ],
)
def test_words_find_what_they_mean(db: sqlite3.Connection, words: str, expected: set[str]) -> None:
    assert set(ask(db, words)) == expected


def test_reprints_are_one_hit_unless_asked_for(db: sqlite3.Connection) -> None:
    query = parse_query("bus listrik", db)
    once = search(db, query, Filters())
    assert len(once.hits) == 1
    assert once.hits[0].articles == 3
    # Warta Kota took it from Kabar Kita, so two outlets are independent of each other.
    assert once.hits[0].outlets == 2
    every = search(db, query, Filters(), reprints=True)
    assert set(ids(every)) == {"a3", "a4", "a5"}
    assert [o.day for o in occurrences(db, once.hits[0].quote.quote_id)] == [
        20230105,
        20230106,
        20230107,
    ]


def test_independent_outlets_follow_provenance() -> None:
    assert independent([("kompas.com", None), ("Kompas", None)]) == 1
    assert independent([("detik.com", None), ("viva.co.id", "detik.com")]) == 1
    assert independent([("detik.com", None), ("viva.co.id", "keterangan tertulis")]) == 2
    assert independent([(None, None)]) == 1


def test_loose_matching_says_so(db: sqlite3.Connection) -> None:
    found = search(db, parse_query("beras listrik asap", db), Filters())
    assert found.hits
    assert "no quote holds all the words" in found.notes[0]
    some = search(db, parse_query("stok beras", db), Filters())
    assert ids(some) == ["a2", "a1"]
    assert "only 1 hold all the words" in some.notes[0]
    corrected = search(db, parse_query("inflsi", db), Filters())
    assert ids(corrected) == ["a6"]
    assert "looked for 'inflasi'" in corrected.notes[0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outlets": ("kabar",), "since": 20240101, "until": 20240401}, {"a1"}),
        ({"affiliations": ("Pemerintah Kota Bogor",)}, {"a1", "a2"}),
        ({"affiliations": ("Bank Indonesia",)}, {"a6", "a7"}),
        ({"roles": ("pelatih",)}, {"a9"}),
        ({"roles": ("platih",)}, {"a9"}),
        ({"source_kinds": ("anonymous",)}, {"a8"}),
        ({"vias": ("kabar kita",)}, {"a4"}),
        ({"rules": ("quote.test",), "min_confidence": 0.95}, set()),
        ({"cues": ("bilang",)}, set()),
        ({"kinds": ("direct",), "since": 20240701}, {"a6", "a7"}),
    ],
)
def test_filters_narrow(
    db: sqlite3.Connection, filters: dict[str, Any], expected: set[str]
) -> None:
    assert set(ask(db, **filters)) == expected


def test_newest_first_and_paging(db: sqlite3.Connection) -> None:
    whole = ask(db)
    assert whole[:2] == ["a7", "a6"]
    pages: list[str] = []
    for offset in range(0, 10, 3):
        found = search(db, None, Filters(), limit=3, offset=offset)
        pages += ids(found)
        assert found.more == (offset + 3 < len(whole))
    assert pages == whole
    listed = search(db, None, Filters(), limit=3, offset=3, reprints=True)
    assert len(listed.hits) == 3


@pytest.mark.parametrize(
    "words", ["(beras", "beras)", "NOT beras", "beras OR", "AND", "-beras", "…"]
)
def test_what_cannot_be_understood_is_said(db: sqlite3.Connection, words: str) -> None:
    with pytest.raises(QueryError):
        parse_query(words, db)


@given(words=st.text(max_size=40))
def test_any_words_are_answered_or_refused(db: sqlite3.Connection, words: str) -> None:
    try:
        query = parse_query(words, db)
    except QueryError:
        return
    search(db, query, Filters())


def test_days_and_kinds_are_checked(db: sqlite3.Connection) -> None:
    assert (parse_day("2024", end=False), parse_day("2024-02", end=True)) == (20240101, 20240231)
    for wrong in ("kemarin", "2024-13", "2024-02-30"):
        with pytest.raises(QueryError):
            parse_day(wrong, end=False)
    with pytest.raises(QueryError, match="choose from"):
        condition(Filters(kinds=("loud",)), db)


def test_facets_count_statements(db: sqlite3.Connection) -> None:
    counts = facets(db, None, Filters())
    assert counts["total"] == (("statements", 7),)
    assert dict(counts["year"])["2024"] == 5
    assert dict(counts["source-kind"])["organization"] == 1
    assert facets(db, parse_query("beras", db), Filters())["total"] == (("statements", 2),)


@pytest.mark.parametrize(
    "typed",
    [
        "Sri Wahyuni Lestari",
        "sri wahyuni",
        "wahyuni",
        "Lestari",
        "Ibu Sri Wahyuni",
        "Sri Wahyuny",
        "wahjuni",
        "Sriwahyuni Lestari",
    ],
)
def test_an_expert_is_found_by_any_variant(db: sqlite3.Connection, typed: str) -> None:
    found = find_experts(db, typed)
    assert found.chosen is not None
    assert found.chosen.name == "Sri Wahyuni Lestari"
    assert found.chosen.quotes == 2
    assert find_experts(db, found.chosen.id).chosen == found.chosen


def test_a_name_that_fits_several_is_not_guessed(db: sqlite3.Connection) -> None:
    found = find_experts(db, "Hartadi")
    assert found.chosen is None
    assert {e.name for e in found.experts} == {"Hartadi Wiguna", "Hartadi Sukmono"}
    assert find_experts(db, "Hartadi Sukmono").chosen is not None
    assert find_experts(db, "Tiada Siapapun").experts == ()
    assert find_experts(db, "pelatih").experts[0].name == "Hartadi Sukmono"


def test_an_office_finds_its_holder_before_the_institution(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(
        lines(
            quote("m1", "Stok obat aman.", "Kementerian Kesehatan", kind="organization"),
            quote("m2", "Vaksin datang besok.", "Gunardi Wibatsu", role="Menteri Kesehatan RI"),
        )
    )
    writer = open_to_write(tmp_path / "q.db")
    take_quotes(writer, tmp_path / "q.jsonl")
    link(writer)
    for typed, name in (
        ("menteri kesehatan", "Gunardi Wibatsu"),
        ("menkes", "Gunardi Wibatsu"),
        ("kemenkes", "Kementerian Kesehatan"),
    ):
        assert find_experts(writer, typed).experts[0].name == name
    writer.close()


OFFICES = (
    quote("j1", "Dua orang ditahan.", "Rustandi", role="Juru Bicara", affiliation="KPK"),
    quote("j2", "Panen raya bulan depan.", "Wiranto Subagja", role="Gubernur Jawa Barat"),
    quote("j3", "Rapat digelar besok.", "Prabawa Sutisna", role="Presiden", affiliation="PKS"),
    quote("j4", "Evakuasi disiapkan.", "Pemerintahan Presiden Prabawa", kind="organization"),
    quote("j5", "Lalu lintas lancar.", "Basuki Jabar", day="2025-01-02"),
    quote("j6", "Razia digelar.", "Daru Wicaksana", role="Kapolri Jenderal"),
    quote("j7", "Kas sehat.", "Tirta Anggara", role="Menteri Keuangan", affiliation="Real Madrid"),
)  # fmt: skip


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    (tmp_path / "q.jsonl").write_bytes(lines(*OFFICES))
    writer = open_to_write(tmp_path / "q.db")
    take_quotes(writer, tmp_path / "q.jsonl")
    link(writer)
    yield writer
    writer.close()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("jubir KPK", ["Rustandi"]),
        ("gubernur jabar", ["Wiranto Subagja"]),
        ("Presiden Prabawa", ["Prabawa Sutisna"]),
        ("Kapolri", ["Daru Wicaksana"]),
        ("Ibu Menkeu", ["Tirta Anggara"]),
        ("mentri keuangan", ["Tirta Anggara"]),
        ("Kapolda Jabar", []),
    ],
)
def test_an_office_as_people_type_it_finds_who_holds_it(
    offices: sqlite3.Connection, typed: str, names: list[str]
) -> None:
    assert [e.name for e in find_experts(offices, typed).experts] == names


def test_days_are_those_of_quotes_without_an_office_too(offices: sqlite3.Connection) -> None:
    expert = find_experts(offices, "Basuki Jabar").chosen
    assert expert is not None
    assert (expert.first, expert.last) == (20250102, 20250102)


def test_why_two_bodies_are_one(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(
        lines(
            quote("k1", "Kas negara cukup.", "Kemenkeu", kind="organization"),
            quote("k2", "Utang terkendali.", "Kementerian Keuangan RI", kind="organization"),
            quote("k3", "Ekspor naik.", "Forum Nelayan Lestari", kind="organization"),
            quote("k4", "Ombak tinggi.", "Forum Lestari Nelayan", kind="organization"),
        )
    )
    writer = open_to_write(tmp_path / "q.db")
    take_quotes(writer, tmp_path / "q.jsonl")
    link(writer)
    for a, b, said in (
        ("Kemenkeu", "Kementerian Keuangan RI", "one: both are 'kementerian keuangan'"),
        ("Forum Nelayan Lestari", "Forum Lestari Nelayan", "spellings of one name"),
        ("Kemenkeu", "Forum Nelayan Lestari", "two: 'kementerian keuangan' and"),
    ):
        assert said in reasons(writer, a, b).verdict
    writer.close()


def test_an_institution_that_only_others_speak_for(offices: sqlite3.Connection) -> None:
    assert find_experts(offices, "Real Madrid").experts == ()
    assert speaks_for(offices, "real madrid")
    assert not speaks_for(offices, "Tiada Siapapun")


def test_what_the_filters_left_out_is_said(db: sqlite3.Connection) -> None:
    found = search(db, parse_query("beras", db), Filters(outlets=("Harian Pagi",)))
    assert found.hits == ()
    assert any("without the filters 2 quotes" in note for note in found.notes)
    with pytest.raises(QueryError, match="later than"):
        condition(Filters(since=20250101, until=20240101), db)


def test_an_experts_page_tells_offices_over_time(db: sqlite3.Connection) -> None:
    expert = find_experts(db, "Sri Wahyuni").chosen
    assert expert is not None
    content = page_of(db, expert)
    assert [q.doc_id for q in content.quotes] == ["a2", "a1"]
    assert (expert.first, expert.last) == (20240309, 20240401)
    assert {o.role for o in expert.summary.offices} == {"Kepala Dinas Perdagangan"}
    shown = page(content)
    assert "2024-04-01" in shown
    assert "Pemkot Bogor" in shown
    assert [e.kind for e in list_experts(db, ["organization"], 5)] == ["organization"]


def test_conflicts_list_contradictory_attributions(db: sqlite3.Connection) -> None:
    found = list(conflicts(db))
    assert len(found) == 1
    assert {a.name for a in found[0].attributions} == {"Hartadi Wiguna", "Mulyaman Sudarta"}
    assert "Harian Pagi" in conflict(found[0])


def test_a_name_and_a_fuller_one_are_no_conflict(tmp_path: Path) -> None:
    told = [quote("c1", BUSES, "Wiguna"), quote("c2", BUSES, "Hartadi Wiguna", role="Gubernur")]
    (tmp_path / "q.jsonl").write_bytes(lines(*told))
    writer = open_to_write(tmp_path / "q.db")
    take_quotes(writer, tmp_path / "q.jsonl")
    link(writer, overrides="different: Wiguna != Hartadi Wiguna")
    assert list(conflicts(writer)) == []
    writer.close()


def test_context_shows_the_sentences_around(db: sqlite3.Connection) -> None:
    hit = search(db, parse_query("premium", db), Filters()).hits[0]
    around = context_of(db, hit.document, hit.quote)
    assert around is not None
    assert around.quote == RICE
    assert around.before.endswith("Warga antre dua jam. ")
    assert around.after.startswith(" Begitu kata Sri Wahyuni.")
    assert "Toko tutup" not in around.after
    other = search(db, parse_query("inflasi", db), Filters()).hits[0]
    assert context_of(db, other.document, other.quote) is None
    shown = hits(
        search(db, parse_query("inflasi", db), Filters()),
        frozenset(),
        plain,
        {other.quote.quote_id: None},
    )
    assert "no context" in shown


def test_snippets_mark_every_form(db: sqlite3.Connection) -> None:
    stems = parse_query("beras", db).stems
    assert marked("Berasnya, beras!", stems, plain) == "[Berasnya], [beras]!"
    long = "kata " * 100 + "beras " + "kata " * 100
    cut = marked(long, stems, plain, 60)
    assert "[beras]" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut) < 80


def test_why_shows_the_reasons(db: sqlite3.Connection) -> None:
    one = reasons(db, "Sri Wahyuni", "Sri Wahyuni Lestari")
    assert one.one
    assert one.evidence
    two = reasons(db, "Hartadi Wiguna", "Hartadi Sukmono")
    assert not two.one
    assert two.verdict.startswith("two")
    with pytest.raises(NotFoundError):
        reasons(db, "Tiada Siapapun", "Hartadi")
    assert candidates(db, 5) == []


def test_an_index_without_articles_or_quotes_answers(tmp_path: Path) -> None:
    open_to_write(tmp_path / "q.db").close()
    empty = open_to_read(tmp_path / "q.db")
    assert search(empty, parse_query("beras", empty), Filters()).hits == ()
    assert facets(empty, None, Filters())["total"] == (("statements", 0),)
    assert list(conflicts(empty)) == []
    empty.close()


def test_long_lines_are_broken_under_their_text() -> None:
    listed = wrapped("2. satu dua tiga empat\n   lima enam tujuh delapan", 16)
    assert listed.split("\n") == [
        "2. satu dua tiga",
        "   empat",
        "   lima enam",
        "   tujuh delapan",
    ]
    assert wrapped("  satu dua tiga", 12).split("\n") == ["  satu dua", "    tiga"]
    assert wrapped("\x1b[1mpendek\x1b[0m saja", 11) == "\x1b[1mpendek\x1b[0m saja"
    assert wrapped("alamatyangpanjangsekali", 10) == "alamatyangpanjangsekali"


@given(st.text(alphabet="ab \n", max_size=120), st.integers(5, 40))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    assert wrapped(text, width).split() == text.split()


def test_a_single_name_means_the_most_quoted_of_that_name(tmp_path: Path) -> None:
    role = "Kepala Badan Logistik Daerah"
    quotes = [
        quote(f"s{i}", f"Gudang {i} siap.", "Sastrowidagdo Hartanta", role=role) for i in range(8)
    ]
    other = "Ketua Koperasi Tani Makmur"
    quotes.append(quote("s9", "Panen raya dimulai.", "Sastrowidagdo", role=other, day="2012-01-01"))
    (tmp_path / "q.jsonl").write_bytes(lines(*quotes))
    connection = open_to_write(tmp_path / "q.db")
    take_quotes(connection, tmp_path / "q.jsonl")
    link(connection)
    found = find_experts(connection, "Sastrowidagdo")
    assert [e.name for e in found.experts] == ["Sastrowidagdo Hartanta", "Sastrowidagdo"]
    assert found.chosen is not None
    assert found.chosen.name == "Sastrowidagdo Hartanta"
    connection.close()


def test_filters_do_not_change_the_order_of_hits(db: sqlite3.Connection) -> None:
    query = parse_query("beras OR listrik OR warga", db)
    every = ids(search(db, query, Filters(), limit=50))
    dated = ids(search(db, query, Filters(since=20000101), limit=50))
    assert len(every) > 2
    assert dated == every


def test_of_three_words_those_that_hold_two_come_first(db: sqlite3.Connection) -> None:
    found = search(db, parse_query("stok beras asap", db), Filters())
    assert ids(found)[0] == "a2"
    assert set(ids(found)) == {"a1", "a2", "a8"}
