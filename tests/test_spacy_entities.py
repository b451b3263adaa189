"""An entity recogniser before the pipe helps with names."""

from collections.abc import Iterable

import pytest
from spacy.language import Language

from attrib.lexicon import Vocabulary
from attrib.loading import load_rules
from attrib.model import Document
from attrib.pipeline import extract_document
from attrib.recognised import Recognised, Recognition
from attrib.spacy_component import blank
from attrib.text import Tokenizer


def _with_entities(config: dict[str, object], entities: Iterable[tuple[str, str]]) -> Language:
    """A pipeline whose recogniser knows these names, each with its label."""
    nlp = blank()
    nlp.remove_pipe("attrib")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in entities])  # type: ignore[attr-defined]
    nlp.add_pipe("attrib", config=config)
    return nlp


@pytest.mark.parametrize("label", ["PERSON", "PER"])
def test_a_person_in_lower_case(label: str) -> None:
    text = '"Kami siap membantu warga," kata budi santoso di Bogor.'
    plain = blank()(text)._.quotes[0].speaker
    assert plain is None or plain.name != "budi santoso"
    speaker = _with_entities({}, [("budi santoso", label)])(text)._.quotes[0].speaker
    assert (speaker.name, speaker.kind) == ("budi santoso", "person")


def test_an_institution_that_looks_like_a_person() -> None:
    text = '"Harga beras akan turun bulan depan," kata Lentera Nusantara.'
    assert blank()(text)._.quotes[0].speaker.kind == "person"
    speaker = _with_entities({}, [("Lentera Nusantara", "ORG")])(text)._.quotes[0].speaker
    assert (speaker.name, speaker.kind) == ("Lentera Nusantara", "organization")


def test_labels_are_the_users_choice() -> None:
    text = '"Kami siap membantu warga," kata budi santoso di Bogor.'
    names = [("budi santoso", "NAMA")]
    speaker = _with_entities({"persons": ["NAMA"]}, names)(text)._.quotes[0].speaker
    assert speaker.name == "budi santoso"
    off = _with_entities({"persons": [], "organizations": []}, [("budi santoso", "PER")])(text)
    assert off._.quotes == blank()(text)._.quotes


def test_other_entities_change_nothing() -> None:
    text = '"Kami siap membantu warga," kata Bupati Bogor Ade Wijaya, Senin.'
    names = [("Bogor", "GPE"), ("Senin", "DATE")]
    assert _with_entities({}, names)(text)._.quotes == blank()(text)._.quotes


def test_an_office_in_a_persons_span_stays_an_office() -> None:
    text = '"Kami siap membantu warga," kata Bupati Bogor Ade Wijaya, Senin.'
    speaker = _with_entities({}, [("Bupati Bogor Ade Wijaya", "PER")])(text)._.quotes[0].speaker
    assert speaker.name == "Ade Wijaya" or speaker.role is not None
    assert "Bupati" not in speaker.name


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 10_000), (4, 12), (0, 40)])
@pytest.mark.parametrize("kind", ["person", "organization"])
def test_spans_that_fit_nothing_do_no_harm(span: tuple[int, int], kind: str) -> None:
    text = 'Ia "datang terlambat" kemarin.\n\n"Kami siap membantu warga," kata Budi Santoso.'
    found = Recognised(span, kind)  # type: ignore[arg-type]
    quotes = extract_document(Document(id="a", text=text), load_rules(), [found])
    assert quotes[-1].speaker is not None
    assert quotes[-1].speaker.name == "Budi Santoso"


def test_nothing_recognised_changes_nothing() -> None:
    rules = load_rules()
    vocabulary: Vocabulary = rules.vocabulary
    tokens = Tokenizer(vocabulary)('"Siap," kata Budi Santoso.')
    assert Recognition(rules)(tokens, tokens.codes, ()) == tokens.codes
