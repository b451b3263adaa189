"""Whose a name is that a neighbour has run into."""

import pytest

from attrib import extract


def names(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in extract(text)]


@pytest.mark.parametrize("heading", ["Simalakama", "Kesempatan", "Adaptasi-kolaborasi"])
def test_a_heading_run_into_a_short_name_is_no_part_of_it(heading: str) -> None:
    text = (
        "Kepala Dinas Perhubungan Yusuf Rizal Damanik mengatakan, angkutan berkurang. "
        f"{heading} Yusuf menilai, aturan itu tidak lama. Menurut Yusuf, anggaran cukup."
    )
    assert names(text) == ["Yusuf Rizal Damanik"] * 3


def test_a_given_name_before_a_short_one_is_another_persons() -> None:
    text = (
        "Kepala Dinas Perhubungan Yusuf Rizal Damanik mengatakan, angkutan berkurang. "
        "Agus Yusuf menilai, aturan itu tidak lama."
    )
    assert names(text) == ["Yusuf Rizal Damanik", "Agus Yusuf"]
