"""The spaCy pipe gives the quotes of the library, in whatever way spaCy carries them."""

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.tokens.underscore import Underscore

import attrib
from attrib.model import Document
from attrib.rules import rules_directory
from attrib.spacy_component import PARTS, QUOTES, article, quotes_of, set_article

ROOT = Path(__file__).parent.parent
TEXT = (
    'Hujan turun di Bogor sejak Senin pagi.\n\n"Kami sudah menyiapkan tiga posko,"'
    "kata Kepala Dinas Sosial Kabupaten Bogor Ratih Wibisana kepada wartawan.\n\n"
    "Ratih menambahkan bahwa bantuan beras akan tiba besok.\n"
)
SPLIT = '"Air naik cepat," kata Ratih Wibisana, "tetapi semua warga selamat."\n'
PIECES = (
    *' \n\t.,!?:-“”"\'\u200b\ufeff\xa0\x00', "kata", "Budi", "Siap!", "Santoso", " kata ia, ",
    "menurut", "&quot;", "İstanbul", "e\u0301", "👍🏽",
)  # fmt: skip


def _texts() -> Iterator[tuple[str, str]]:
    """Every text of the seeds and fixtures, with a name for it."""
    files = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "fixtures").rglob("*.txt")])
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield path.stem, file.read()
    for path in sorted((ROOT / "fixtures").rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            record = json.loads(line) if line.strip() else None
            if isinstance(record, dict) and isinstance(record.get("text"), str):
                yield f"{path.stem}-{number}", record["text"]


TEXTS = tuple(_texts())


@pytest.fixture(scope="module")
def nlp() -> Language:
    made: Language = attrib.blank()
    return made


@pytest.fixture(scope="module")
def stock() -> Language:
    """The Indonesian pipeline as spaCy makes it."""
    pipeline = spacy.blank("id")
    pipeline.add_pipe("attrib")
    return pipeline


def _agrees(doc: Doc) -> None:
    """The Doc holds the library's quotes, each part within the tokens that stand for it."""
    quotes = attrib.extract(article(doc))
    assert doc._.quotes == quotes
    said = [(q, place) for q in quotes if q.field == "text" for place in q.content.spans]
    assert len(doc.spans[QUOTES]) == len(said)
    for span, (quote, (start, end)) in zip(doc.spans[QUOTES], said, strict=True):
        assert span.label_ == quote.kind
        assert span.start_char <= start < end <= span.end_char
        # no token more than needed
        assert span[0].idx + len(span[0].text_with_ws) > start
        assert span[-1].idx < end
        assert span._.quote == quote


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_same_quotes_as_the_library(nlp: Language, name: str, text: str) -> None:
    doc = nlp.make_doc(text)
    set_article(doc, Document(id=name, text=text))
    _agrees(nlp(doc))


def test_seeds_are_among_the_texts(nlp: Language) -> None:
    assert sum(len(nlp(text)._.quotes) for _, text in TEXTS[:5]) > 20


def test_stock_tokenizer_loses_no_quote(stock: Language) -> None:
    for text in (TEXT, SPLIT, *(text for _, text in TEXTS)):
        _agrees(stock(text))


def test_snaps_to_whole_tokens(stock: Language) -> None:
    doc = stock('"Kami siap!"kata Ratih Wibisana, Senin.')
    (span,) = doc.spans[QUOTES]
    assert span.text == 'Kami siap!"kata'  # a token of the stock tokenizer
    assert span._.quote.content.text == "Kami siap!"


def test_extensions(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc.spans[QUOTES]
    assert first.text == "Kami sudah menyiapkan tiga posko,"
    assert (first._.cue.text, first._.rule) == ("kata", doc._.quotes[0].rule)
    assert first._.speaker == first._.mention.text == "Ratih Wibisana"
    assert first._.role.text == "Kepala"
    assert first._.affiliation.text == "Dinas Sosial Kabupaten Bogor"
    assert (second._.speaker, second._.mention.text) == ("Ratih Wibisana", "Ratih")
    assert second._.role.start_char == TEXT.index("Kepala")
    assert first._.affiliation._.quote == first._.quote == doc._.quotes[0]
    assert {s.label_ for s in doc.spans[PARTS]} == {
        "content", "cue", "speaker", "role", "affiliation",
    }  # fmt: skip


def test_nothing_said(nlp: Language) -> None:
    for text in ("", " ", "Hujan turun sejak pagi di Bogor."):
        doc = nlp(text)
        assert doc._.quotes == ()
        assert len(doc.spans[QUOTES]) == len(doc.spans[PARTS]) == 0
    plain = nlp.make_doc(TEXT)
    assert quotes_of(plain) == ()
    some = plain[0:3]
    assert some._.quote is some._.cue is some._.speaker is some._.role is some._.rule is None


def test_a_split_statement_is_one_quote_of_two_spans(nlp: Language) -> None:
    doc = nlp(SPLIT)
    assert len(doc._.quotes) == 1
    spans = doc.spans[QUOTES]
    assert [s.text for s in spans] == ["Air naik cepat,", "tetapi semua warga selamat."]
    assert spans[0]._.quote == spans[1]._.quote


def test_identity_and_metadata(nlp: Language) -> None:
    document = Document(id="warta-7", text=TEXT, outlet="Warta Bogor", published="2024-02-05")
    doc = nlp.make_doc(TEXT)
    set_article(doc, document)
    assert article(doc) == document
    assert nlp(doc)._.quotes == attrib.extract(document)
    assert doc._.quotes[0].document.outlet == "Warta Bogor"
    with pytest.raises(ValueError, match=r"warta-7.*another text"):
        set_article(nlp.make_doc("Teks lain."), document)


def test_a_statement_in_the_headline_has_no_place_in_the_text(nlp: Language) -> None:
    title = "Ratih Wibisana: Bantuan Beras Akan Tiba Besok"
    doc = nlp.make_doc(TEXT)
    set_article(doc, Document(id="warta-8", text=TEXT, title=title))
    _agrees(nlp(doc))
    assert [q.field for q in doc._.quotes] == ["title", "text", "text"]
    assert len(doc.spans[QUOTES]) == 2


def test_twice_is_once(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = doc._.quotes
    nlp.get_pipe("attrib")(doc)
    assert doc._.quotes == again


@pytest.mark.parametrize("user_data", [False, True])
def test_survives_docbin(nlp: Language, user_data: bool) -> None:
    docs = [nlp(text) for _, text in TEXTS]
    stored = DocBin(docs=docs, store_user_data=user_data).to_bytes()
    back = list(DocBin().from_bytes(stored).get_docs(spacy.vocab.Vocab()))
    assert [d._.quotes for d in back] == [d._.quotes for d in docs]
    for mine, theirs in zip(docs, back, strict=True):
        for key in (QUOTES, PARTS):
            assert [_plain(s) for s in mine.spans[key]] == [_plain(s) for s in theirs.spans[key]]


def _plain(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.label_, span.id_


def test_survives_bytes(nlp: Language) -> None:
    doc = nlp(TEXT)
    back = Doc(spacy.vocab.Vocab()).from_bytes(doc.to_bytes())
    assert back._.quotes == doc._.quotes
    assert [s._.speaker for s in back.spans[QUOTES]] == ["Ratih Wibisana"] * 2


def test_survives_to_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    back = spacy.load(tmp_path / "pipeline")
    assert back.lang == "id"
    assert back(TEXT)._.quotes == nlp(TEXT)._.quotes


def test_own_rules_go_with_the_pipeline(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "lexicons").mkdir(parents=True)
    ours = rules_directory()
    for file in (*ours.glob("*.toml"), *ours.glob("lexicons/*.txt")):
        (own / file.relative_to(ours)).write_bytes(file.read_bytes())
    with (own / "lexicons" / "cue-say.txt").open("a", encoding="utf-8") as cues:
        cues.write("\nkaok\n")
    text = '"Kami siap membantu warga," kaok Ratih Wibisana.'
    nlp = attrib.blank()
    nlp.remove_pipe("attrib")
    nlp.add_pipe("attrib", config={"rules": str(own)})
    assert nlp(text)._.quotes[0].cue.text == "kaok"
    nlp.to_disk(tmp_path / "pipeline")
    own.rename(tmp_path / "gone")
    assert spacy.load(tmp_path / "pipeline")(text)._.quotes == nlp(text)._.quotes


def test_several_processes(nlp: Language) -> None:
    texts = [text for _, text in TEXTS] * 2
    alone = [doc._.quotes for doc in nlp.pipe(texts)]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [doc._.quotes for doc in docs] == alone
    assert [len(doc.spans[QUOTES]) for doc in docs] == [
        sum(len(q.content.spans) for q in quotes) for quotes in alone
    ]


def test_the_pipe_can_be_sent(nlp: Language) -> None:
    """Where processes are spawned and not forked, the pipeline is pickled."""
    pipe = pickle.loads(pickle.dumps(nlp.get_pipe("attrib")))
    assert pipe(nlp.make_doc(TEXT))._.quotes == nlp(TEXT)._.quotes
    extensions = pickle.loads(pickle.dumps(Underscore.get_state()))
    assert any("quotes" in names for names in extensions)
    tokenizer = pickle.loads(pickle.dumps(nlp.tokenizer))
    assert [t.text for t in tokenizer(TEXT)] == [t.text for t in nlp.make_doc(TEXT)]


def test_an_extension_of_another_component_stays(nlp: Language) -> None:
    ours = Span.get_extension("role")
    Span.set_extension("role", default="theirs", force=True)
    try:
        with pytest.warns(UserWarning, match=r"span\._\.role.*another component"):
            pipeline = attrib.blank()
        doc = pipeline(TEXT)
        span = doc.spans[QUOTES][0]
        assert (span._.role, span._.quote.speaker.role.text) == ("theirs", "Kepala")
    finally:
        Span.set_extension("role", getter=ours[2], force=True)


@pytest.mark.parametrize("key", [QUOTES, PARTS])
def test_displacy_draws_spans(nlp: Language, key: str) -> None:
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": key}, jupyter=False)
    assert "Ratih" in html
    assert ("direct" if key == QUOTES else "affiliation") in html


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES)))
def test_any_text(nlp: Language, pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = nlp(text)
    assert doc.text == text
    _agrees(doc)
