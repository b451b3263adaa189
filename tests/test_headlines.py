"""Statements in headlines: their circumstances, their offsets, and whom the article names."""

import pytest

from attrib.loading import load_rules
from attrib.model import Document, Quote
from attrib.pipeline import extract_document

HUJAN = "Hujan turun sejak pagi."


def quotes(title: str, text: str = HUJAN, published: str | None = None) -> tuple[Quote, ...]:
    document = Document(id="h", title=title, text=text, published=published)
    return extract_document(document, load_rules())


def circumstances(quote: Quote) -> dict[str, str]:
    said = quote.said
    found = {
        "date": said.date, "place": said.place, "occasion": said.occasion,
        "addressee": said.addressee, "via": quote.via,
    }  # fmt: skip
    return {name: phrase.text for name, phrase in found.items() if phrase}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ('Di Bogor, Bupati Ade Wijaya: "Jalan Ini Kami Perbaiki Besok"', {"place": "Bogor"}),
        ("Saat Ditemui di Bogor, Bupati Ade Wijaya Tegaskan Jalan Diperbaiki",
         {"place": "Bogor", "occasion": "Saat Ditemui"}),
        ('"Jalan Kami Perbaiki," Kata Bupati Ade Wijaya kepada Wartawan di Bogor',
         {"place": "Bogor", "addressee": "Wartawan"}),
        ("Dilansir Reuters, Bupati Ade Wijaya Sebut Jalan Rusak", {"via": "Reuters"}),
        ('"Jalan Kami Perbaiki," Kata Bupati Ade Wijaya, Senin (3/2/2025)',
         {"date": "Senin (3/2/2025)"}),
        ("Bupati Ade Wijaya Sebut Jalan Rusak", {}),
    ],
)  # fmt: skip
def test_circumstances_of_a_headline(title: str, found: dict[str, str]) -> None:
    (quote,) = quotes(title)
    assert circumstances(quote) == found
    assert quote.field == "title"
    assert " … ".join(title[a:b] for a, b in quote.content.spans) == quote.content.text
    for phrase in (quote.said.place, quote.said.occasion, quote.said.addressee, quote.via):
        assert phrase is None or title[slice(*phrase.span)] == phrase.text


def test_the_day_of_a_headline_is_not_after_the_article() -> None:
    title = '"Jalan Kami Perbaiki," Kata Bupati Ade Wijaya, Senin (3/2/2025)'
    for published, iso in (("2025-02-03", "2025-02-03"), ("2025-01-20", None)):
        (quote,) = quotes(title, published=published)
        assert quote.said.date
        assert quote.said.date.iso == iso


def test_a_headlines_circumstances_are_not_the_texts() -> None:
    headline, said = quotes(
        'Di Bogor, Bupati Ade Wijaya: "Jalan Ini Kami Perbaiki Besok"',
        '"Jalan ini kami perbaiki besok," kata Ade Wijaya Saputra di Garut, Selasa (4/2/2025).',
    )
    assert (headline.field, said.field) == ("title", "text")
    assert circumstances(headline) == {"place": "Bogor"}
    assert circumstances(said) == {"place": "Garut", "date": "Selasa (4/2/2025)"}
    assert headline.quote_id != said.quote_id
    assert headline.speaker
    assert (headline.speaker.name, headline.speaker.resolution) == (
        "Ade Wijaya Saputra",
        "short-name",
    )
