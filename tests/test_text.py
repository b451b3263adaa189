"""Tokens and sentences: offsets that hold in any text, and where sentences end."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attrib.engine import engine
from attrib.lexicon import BLANK
from attrib.loading import load_rules
from attrib.quotations import mask
from attrib.text import split_tokens

MADE = engine(load_rules())
# Signs and words that make trouble, so that hypothesis does not have to find them letter by letter.
PIECES = st.sampled_from(
    [
        "kata", "Budi", "Kementerian Luar Negeri", " ", "\n", "\r\n", "\n\n", "\u00a0", "\u200b",
        "\u00ad", "\ufeff", '"', "“", "”", "'", "’", ".", ",", "...", "S.H.", "Rp1.000",
        "(5/2)", "👩🏽‍🌾",
        "Ma'ruf", "kompas.com", "é", "e\u0301", "&quot;", "â€œ", "İ", "ß", "\ud7ff", "\x00",
        "NegeriBima", "\u2028", "``", "''",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


def words(text: str) -> list[str]:
    return [t.strip(BLANK) for t in split_tokens(text) if t.strip(BLANK)]


def sentences(text: str) -> list[str]:
    tokens = MADE.tokenizer(text)
    codes = tokens.codes
    return [tokens.words(a, b) for a, b in MADE.segmenter(codes, tokens.forms).spans]


@given(TEXTS)
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(split_tokens(text)) == text
    tokens = MADE.tokenizer(text)
    assert "".join(tokens.forms) == text
    assert len(tokens.codes) == len(tokens.forms) == len(tokens.starts) - 1
    for i, form in enumerate(tokens.forms):
        a, b = tokens.start(i), tokens.end(i + 1)
        assert text[a:b] == form.rstrip(BLANK)
        assert tokens.words(i, i + 1) == text[a:b]
    assert tokens.words(0, 0) == ""


@given(TEXTS)
def test_sentences_are_in_order_apart_and_never_empty(text: str) -> None:
    tokens = MADE.tokenizer(text)
    found = MADE.segmenter(tokens.codes, tokens.forms)
    edges = [i for span in found.spans for i in span]
    assert edges == sorted(edges)
    assert all(a < b for a, b in found.spans)
    assert len(found.paragraphs) == len(found.spans)
    assert list(found.paragraphs) == sorted(found.paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kami siap,katanya.", ["Kami", "siap", ",", "katanya", "."]),
        ('siap,"kata Budi', ["siap", ",", '"', "kata", "Budi"]),
        ("wanti-wanti Ma'ruf Jum’at", ["wanti-wanti", "Ma'ruf", "Jum’at"]),
        ("Kim Jong-un", ["Kim", "Jong-un"]),
        ("ujar A. Rahman", ["ujar", "A", ".", "Rahman"]),
        ("Budi, S.H., M.Si", ["Budi", ",", "S.H", ".", ",", "M.Si"]),
        ("di Kompas.com kemarin", ["di", "Kompas.com", "kemarin"]),
        ("Rp1.000,50 (5/2/2024)", ["Rp1.000,50", "(", "5/2/2024", ")"]),
        ("katanya... lalu", ["katanya", "...", "lalu"]),
        ("kepadaKompas dariBogor", ["kepada", "Kompas", "dari", "Bogor"]),
        ("&quot;Kami&quot;", ["&quot;", "Kami", "&quot;"]),
        ("â€œKamiâ€\x9d", ["â€œ", "Kami", "â€\x9d"]),
        ("``Kami''", ["``", "Kami", "''"]),
        ("ka\u00adta Bu\u200bdi", ["ka\u00adta", "Bu\u200bdi"]),
        ("kata\u00a0Budi", ["kata", "Budi"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_titles_glued_to_a_name_are_let_go() -> None:
    tokens = MADE.tokenizer("Dr.Ir.Siti dan H.S. Siti")
    assert [f.strip() for f in tokens.forms] == [
        "Dr", ".", "Ir", ".", "Siti", "dan", "H.S", ".", "Siti",
    ]  # fmt: skip


def test_a_word_glued_to_a_name_is_let_go() -> None:
    tokens = MADE.tokenizer("Kementerian Dalam NegeriBima mengatakan")
    assert [f.strip() for f in tokens.forms] == [
        "Kementerian", "Dalam", "Negeri", "Bima", "mengatakan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("pasangan Hadi Prasetyo-Lestari Widodo menang", "Prasetyo"),
        ("Hadi-Lestari menang. Hadi senang. Lestari pulang.", "Hadi"),
        ("Hadi-Lestari menang", "Hadi-Lestari"),
        ("Menlu Jean-Noel Barrot tiba", "Jean-Noel"),
        ("bus Jakarta-Bandung. Jakarta macet. Bandung sepi.", "Jakarta-Bandung"),
        ("Dinas Pulau-Pulau Kecil", "Pulau-Pulau"),
    ],
)
def test_two_people_joined_by_a_hyphen_come_apart(text: str, token: str) -> None:
    forms = [form.strip() for form in MADE.tokenizer(text).forms]
    assert token in forms
    assert ("-" in forms) == ("-" not in token)


def test_a_word_glued_to_a_verb_of_speech_is_let_go() -> None:
    assert [f.strip() for f in MADE.tokenizer("memperkirakaninflasi naik").forms] == [
        "memperkirakan", "inflasi", "naik",
    ]  # fmt: skip
    for word in ("mengakuisisi", "menjelaskannya", "menyelamatkan"):
        assert MADE.tokenizer(word).forms == (word,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hujan turun. Warga pulang!", ["Hujan turun.", "Warga pulang!"]),
        ("Hujan turun.Warga pulang", ["Hujan turun.", "Warga pulang"]),
        ("Hujan turun\nWarga pulang", ["Hujan turun", "Warga pulang"]),
        ("Hujan turun\r\n\r\nWarga pulang", ["Hujan turun", "Warga pulang"]),
        ("Drs. Budi pulang. Hujan", ["Drs. Budi pulang.", "Hujan"]),
        ("A. Rahman dan M. Nuh pulang.", ["A. Rahman dan M. Nuh pulang."]),
        ("Harganya Rp1.000. Naik.", ["Harganya Rp1.000.", "Naik."]),
        ("Ia pulang... lalu tidur.", ["Ia pulang... lalu tidur."]),
        ("Apa? Ya!", ["Apa?", "Ya!"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("title", "behind"),
    [
        ("Baca juga: Nelayan Muara Berhenti Melaut", "Menurutnya, ombak tinggi."),
        ("Baca juga: Harga gabah naik di Garut", "Sebelumnya, warga menunggu."),
        ("Baca juga: Panen Raya di Garut, Petani Untung Besar", "Kepala Desa Rini Astuti datang."),
        ("Baca juga: Panen Raya di Garut, Petani Untung Besar", "Semua orang di balai itu datang."),
        ("Baca Juga:4 Kios di Pasar Kemiri Terbakar", '"Kami rugi."'),
    ],
)
def test_a_sentence_begins_where_the_title_of_a_link_ends(title: str, behind: str) -> None:
    tokens = MADE.tokenizer(f"Hujan turun. {title} {behind}")
    codes = mask(tokens.codes, MADE.pairing(tokens))
    spans = MADE.segmenter(codes, tokens.forms).spans
    assert [tokens.words(a, b) for a, b in spans] == ["Hujan turun.", title, behind]


@pytest.mark.parametrize(
    "link",
    [
        "Baca juga: Bupati Garut Panen Raya, Warga Senang",
        "Baca juga: Mengapa Harga Gabah Turun Lagi?",
        "Simak cara menanam padi di Kabupaten Garut yang benar.",
        "Foto yang dimuat Kantor Desa itu memperlihatkan sawah.",
    ],
)
def test_a_link_alone_is_one_sentence(link: str) -> None:
    assert sentences(link) == [link]


@pytest.mark.parametrize(
    "dateline",
    [
        "JAKARTA, KOMPAS.com - ", "Jakarta (ANTARA) - ", "TEMPO.CO, Jakarta - ",
        "Liputan6.com, Jakarta - ", "Bisnis.com, JAKARTA—",
    ],
)  # fmt: skip
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    found = sentences(f"{dateline}Hujan turun. Warga pulang.")
    assert found[-2:] == ["Hujan turun.", "Warga pulang."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    lines = ["Hujan deras yang turun sejak pagi", "membuat jalan di seluruh kota", "menjadi licin,"]
    lines += ["sehingga warga diminta", "tetap berada di rumah", "sampai sore nanti."]
    text = "\n".join(lines) + "\n\nWarga pulang."
    assert sentences(text) == ["\n".join(lines), "Warga pulang."]


@given(TEXTS)
def test_a_paragraph_before_only_shifts_offsets(text: str) -> None:
    before = "Hujan turun.\n\n"
    alone, later = MADE.tokenizer(text), MADE.tokenizer(before + text)
    if text[:1] in BLANK or text.count("\n") > 3:
        return  # spaces belong to the break before; lines may read as wrapped only together
    n = len(MADE.tokenizer(before).forms)
    assert later.forms[n:] == alone.forms
    assert later.codes[n:] == alone.codes
    assert later.starts[n:] == tuple(s + len(before) for s in alone.starts)


@pytest.mark.parametrize(
    "unit",
    [
        "Hujan turun. ", '"Kami siap," kata Budi Santoso. ', "a.", "'", '"', "\u200b", "A.", "-",
        "S.H.", "\n", " ", "&", "Kementerian ", "(", "1.", "Rp1.", "â€",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def cost(n: int) -> float:
        text = unit * n
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            tokens = MADE.tokenizer(text)
            MADE.segmenter(tokens.codes, tokens.forms)
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(2_000), cost(16_000)
    # eight times the text; squared growth would be 64 times
    assert large < 24 * small + 0.05


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_unicode_is_safe(text: str) -> None:
    assert isinstance(sentences(text), list)
