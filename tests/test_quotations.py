"""Pairs of quotation marks: every style of the newsrooms, whole and damaged."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.engine import engine
from attrib.lexicon import BLANK
from attrib.loading import load_rules
from attrib.quotations import MARKS, Quotation, mask

MADE = engine(load_rules())
PIECES = st.sampled_from(
    [
        '"', "“", "”", "‘", "’", "'", "«", "»", "„", "``", "''", "&quot;", "â€œ", "â€\x9d", " ",
        " ", " ", "kata", "Budi", "siap", ",", ".", "!", "\n", "Ma'ruf", "\u200b", "(", ")", "5'10",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=30).map("".join))


def found(text: str) -> tuple[Quotation, ...]:
    return MADE.pairing(MADE.tokenizer(text))


def inside(text: str) -> list[str]:
    """What stands between the marks of each quotation."""
    tokens = MADE.tokenizer(text)
    return [tokens.words(*q.inner) for q in MADE.pairing(tokens)]


SAID = "Kami siap membantu warga"


@pytest.mark.parametrize(
    ("opener", "closer"),
    [
        ('"', '"'), ("“", "”"), ("”", "”"), ("“", "“"), ("‘", "’"), ("'", "'"), ("«", "»"),
        ("„", "“"), ("„", "”"), ("``", "''"), ("''", "''"), (",,", "''"), ("‟", "”"), ("＂", "＂"),
        ("&quot;", "&quot;"), ("&ldquo;", "&rdquo;"), ("&#34;", "&#34;"), ("&#8220;", "&#8221;"),
        ("&laquo;", "&raquo;"), ("â€œ", "â€\x9d"), ("&lsquo;", "&rsquo;"), ("″", "″"),
        ("‘’", "’’"), ("’’", "’’"), ("‘‘", "’’"), ("â€œ", "â€"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "shape",
    [
        "{o}{s},{c} kata Budi.",
        "{o}{s}{c}, kata Budi.",
        "{o}{s}{c} kata Budi.",
        "Budi berkata, {o}{s}.{c}",
        "({o}{s}{c})",
    ],
)
def test_every_style_of_marks(opener: str, closer: str, shape: str) -> None:
    text = shape.format(o=opener, c=closer, s=SAID)
    (quotation,) = found(text)
    assert inside(text)[0].rstrip(",.") == SAID
    assert (quotation.opened, quotation.closed) == (True, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Siap!"kata Budi. "Kami pulang sekarang," ujarnya.', ["Siap!", "Kami pulang sekarang,"]),
        ('Budi menjelaskan,"Kami siap membantu."', ["Kami siap membantu."]),
        ('Budi:"Kami siap membantu."', ["Kami siap membantu."]),
        ('"Kami siap," kata Budi, "membantu warga."', ["Kami siap,", "membantu warga."]),
        ("“Istilah ‘new normal’ itu baru,” kata Budi.", ["Istilah ‘new normal’ itu baru,"]),
        ("\"Istilah 'new normal' itu baru,\" kata Budi.", ["Istilah 'new normal' itu baru,"]),
        ("“Ma’ruf dan Jum’at,” kata Budi.", ["Ma’ruf dan Jum’at,"]),
        ("'Ma'ruf tetap datang besok,' kata Budi.", ["Ma'ruf tetap datang besok,"]),
        ("“ Kami siap , ” kata Budi.", ["Kami siap ,"]),
        ("“Kami\u00a0siap,”\u200b kata Budi.", ["Kami\u00a0siap,"]),
    ],
)
def test_marks_in_their_surroundings(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ma'ruf Amin, Qur'an, Jum'at, dan Sya'ban.",
        "Ma’ruf Amin, Qur’an, Jum’at, dan Sya’ban.",
        "Tingginya 5'10 dan layarnya lebar.",
        "Warga pulang tanpa berkata.",
        "",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "expected", "opened", "closed"),
    [
        ('"Kami siap membantu, kata Budi Santoso kemarin.', "Kami siap membantu,", True, False),
        ("“Kami siap membantu warga desa.", "Kami siap membantu warga desa.", True, False),
        ('Kami siap membantu warga," kata Budi.', "Kami siap membantu warga,", False, True),
        ("Kami siap membantu warga,” kata Budi.", "Kami siap membantu warga,", False, True),
    ],
)
def test_a_missing_mark(text: str, expected: str, opened: bool, closed: bool) -> None:
    (quotation,) = found(text)
    assert inside(text) == [expected]
    assert (quotation.opened, quotation.closed) == (opened, closed)


def test_a_bad_mark_spoils_one_paragraph_only() -> None:
    bad = "“Kami siap membantu warga desa.\n\n"
    good = '"Kami pulang sekarang," kata Budi.'
    assert inside(bad + good)[-1] == "Kami pulang sekarang,"
    assert inside(bad + bad + good) == [
        "Kami siap membantu warga desa.", "Kami siap membantu warga desa.", "Kami pulang sekarang,",
    ]  # fmt: skip


@pytest.mark.parametrize("marks", ['""', "””"])
def test_a_closer_set_twice_is_no_part_of_what_is_said(marks: str) -> None:
    text = f'"Kami siap membantu,{marks} kata Budi Santoso.'
    assert inside(text) == ["Kami siap membantu,"]
    assert [tuple(found(text)[0].inner), found(text)[0].end] == [(1, 5), 5 + len(marks)]


def test_the_first_of_two_that_was_never_closed_ends_at_its_cue() -> None:
    text = "“Kami siap membantu, kata Budi Santoso. “Kami pulang sekarang,” ujarnya."
    assert inside(text) == ["Kami siap membantu,", "Kami pulang sekarang,"]


@pytest.mark.parametrize(
    ("quotation", "head"),
    [
        ('"Kami siap membantu warga."', "\x04"),
        ('"Kami siap!"', "\x04"),
        ('"Kami siap,"', "\x05"),
        ('"Kami siap membantu warga"', "\x06"),
        ('"tindakan yang sangat memalukan"', "\x0e"),
        ('"new normal"', "\x07"),
        ('""', "\x07"),
    ],
)
def test_what_a_quotation_is_told_by_its_last_sign(quotation: str, head: str) -> None:
    assert [q.head for q in found(f"Ia berkata {quotation} kemarin")] == [head]


@given(TEXTS)
def test_spans_slice_to_the_text_and_lie_apart(text: str) -> None:
    tokens = MADE.tokenizer(text)
    quotations = MADE.pairing(tokens)
    last = 0
    for q in quotations:
        assert last <= q.start < q.end <= len(tokens.forms)
        last = q.end
        assert q.start <= q.inner[0] <= q.inner[1] <= q.end
        assert q.inner[0] == q.start + q.opened
        closing = [form.strip(BLANK) for form in tokens.forms[q.inner[1] : q.end]]
        assert bool(closing) == q.closed
        assert set(closing[:1] + closing[-1:]) <= set(MARKS)
        assert set(closing[1:-1]) <= {","}  # between a closer and the same set twice
        if q.inner[1] > q.inner[0]:
            a, b = tokens.start(q.inner[0]), tokens.end(q.inner[1])
            assert tokens.words(*q.inner) == text[a:b]
    codes = mask(tokens.codes, quotations)
    assert len(codes) == len(tokens.codes)
    assert [codes[q.start] for q in quotations] == [q.head for q in quotations]


STORY = st.lists(
    st.sampled_from(
        [
            "“Kami siap,” kata Budi Santoso. ",
            "Budi berkata, “Kami pulang sekarang.” ",
            "“Kalau hujan turun,” ujarnya, “kami mengungsi.” ",
            "Warga menyebutnya “pasar hantu”. ",
            "Hujan turun sejak pagi. ",
            "\n\n",
        ]
    ),
    max_size=8,
).map("".join)


@given(STORY)
def test_straight_marks_read_like_curly_ones(text: str) -> None:
    straight = text.translate(str.maketrans("“”", '""'))
    assert [(q.start, q.end, q.head) for q in found(straight)] == [
        (q.start, q.end, q.head) for q in found(text)
    ]


@given(STORY)
def test_a_paragraph_before_changes_nothing(text: str) -> None:
    before = "“Hujan turun,” kata warga.\n\n"
    text = text.lstrip()
    assert inside(before + text) == ["Hujan turun,", *inside(text)]


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "”", "'", "‘", "' ", '" ', '"a ', "a'b ", "“a ‘b ", "“Kami, kata ", "''", "``a "],
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def cost(n: int) -> float:
        tokens = MADE.tokenizer(unit * n)
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            MADE.pairing(tokens)
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(500), cost(4_000)
    # eight times the text; squared growth would be 64 times
    assert large < 24 * small + 0.05
