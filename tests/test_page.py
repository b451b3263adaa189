"""An article with its quotes marked, in plain marks and in colours."""

import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from quoting import quotes_in

from attrib.model import Content, Document, Phrase, Quote, Said, Source, Speaker
from attrib.page import Page, render_terminal

DOCUMENT = Document(
    id="berita-1", text='Hujan. "Panen mundur," kata Bupati Sariwangi. "Stok cukup," ujar Dewi.\n'
)
PAGE = Page.of(DOCUMENT, quotes_in(DOCUMENT))


def test_plain_marks() -> None:
    assert render_terminal(PAGE, coloured=False) == (
        "== berita-1 ==\n"
        "\n"
        'Hujan. "[1 Panen mundur, 1]" <kata> (Bupati) {Sariwangi}. '
        '"[2 Stok cukup, 2]" <ujar> {Dewi}.\n'
        "\n"
        "  1  direct    Sariwangi, Bupati · kata · test.said 0.5\n"
        "  2  mixed     Dewi · ujar · test.said 0.5\n"
    )


def test_colours_add_nothing_but_colours_and_numbers() -> None:
    coloured = render_terminal(PAGE, coloured=True)
    assert "\x1b[32mPanen mundur,\x1b[0m" in coloured  # direct
    assert "\x1b[33mStok cukup,\x1b[0m" in coloured  # mixed
    assert "\x1b[1;35mkata\x1b[0m" in coloured
    bare = re.sub(r"\x1b\[[\d;]*m|\[\d\]", "", coloured)
    assert DOCUMENT.text.strip() in bare


def test_no_quotes_is_said() -> None:
    page = Page.of(Document(id="b", text="Hujan turun."), ())
    assert render_terminal(page, coloured=False) == "== b ==\n\nHujan turun.\n\n(no quotes)\n"


def test_an_article_cannot_steer_the_terminal() -> None:
    page = Page.of(Document(id="a\x1b]0;x", title="\x9b2J", text="a\x1b[2J\x07b\r\nc"), ())
    shown = render_terminal(page, coloured=False)
    assert "a␛[2J␇b\nc" in shown
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\r"}


def test_a_headline_and_a_speaker_left_open() -> None:
    document = Document(id="b", title="Sariwangi: Panen mundur", text="Bupati Sariwangi hadir.")
    headline = Quote(
        quote_id="b:1", doc_id="b", kind="direct", field="title",
        content=Content("Panen mundur", ((11, 23),)), cue=None,
        speaker=Speaker(name="Sariwangi", kind="person", mention=Phrase("Sariwangi", (0, 9))),
        said=Said(), rule="r", rules="0", document=Source(),
    )  # fmt: skip
    left_open = Quote(
        quote_id="b:2", doc_id="b", kind="indirect", content=Content("hadir", ((17, 22),)),
        cue=None, speaker=None, abstained="ambiguous", said=Said(), rule="r", rules="0",
        document=Source(),
    )  # fmt: skip
    shown = render_terminal(Page.of(document, (headline, left_open)), coloured=False)
    assert "{Sariwangi}: [1 Panen mundur 1]\n\nBupati Sariwangi [2 hadir 2]." in shown
    assert "  2  indirect  speaker open: ambiguous · no cue · r\n" in shown


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
)
def test_runs_are_the_text_whatever_the_marks(text: str, ends: list[tuple[int, int]]) -> None:
    spans = {tuple(sorted((min(a, len(text)), min(b, len(text))))) for a, b in ends}
    shape = quotes_in(DOCUMENT)[0]
    shape = msgspec.structs.replace(shape, cue=None, speaker=None)
    quotes = [
        msgspec.structs.replace(shape, content=Content(text[a:b], ((a, b),)))
        for a, b in spans
        if a < b
    ]
    runs = Page.of(Document(id="d", text=text), quotes).text
    assert "".join(run.text for run in runs) == text
    opened = [mark for run in runs for mark in run.opens]
    closed = [mark for run in runs for mark in run.closes]
    assert len(opened) == len(closed) == len(quotes)
    for mark in opened:
        under = "".join(run.text for run in runs if mark in run.marks)
        assert under == text[mark.span[0] : mark.span[1]]
