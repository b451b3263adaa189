"""Institutions of one document: full forms of abbreviations, and the house of an office."""

import pytest

from attrib.engine import engine
from attrib.institutions import Institutions
from attrib.loading import load_rules
from attrib.mentions import Range
from attrib.text import Tokens


def read(text: str) -> tuple[Tokens, Institutions]:
    made = engine(load_rules())
    tokens = made.tokenizer(text)
    return tokens, Institutions(made.vocabulary, made.reader, tokens, tokens.codes)


def place(tokens: Tokens, words: str | None) -> Range | None:
    """Where these words first stand."""
    if words is None:
        return None
    forms, wanted = [f.strip() for f in tokens.forms], words.split()
    return next(
        (i, i + len(wanted))
        for i in range(len(forms))
        if forms[i : i + len(wanted)] == wanted
    )  # fmt: skip


def words(tokens: Tokens, found: Range | None) -> str | None:
    return tokens.words(*found).strip() if found else None


@pytest.mark.parametrize(
    ("text", "given", "found"),
    [
        # what stands before the brackets
        ("Badan Pengelola Air Nusantara (BPAN) rapat. Ketua BPAN datang.",
         ("Ketua", "BPAN"), ("Ketua", "Badan Pengelola Air Nusantara")),
        # the lexicon's full form, where the article holds its words
        ("Kedutaan Besar Republik Indonesia di Tokyo tutup. Kepala KBRI Tokyo pulang.",
         ("Kepala", "KBRI"), ("Kepala", "Kedutaan Besar Republik Indonesia di Tokyo")),
        # a list's full form with the same end, its place written out or the kind of place before it
        ("Dinas Kesehatan Kota Tegal rapat. Kepala Dinkes Tegal datang.",
         ("Kepala", "Dinkes Tegal"), ("Kepala", "Dinas Kesehatan Kota Tegal")),
        ("Dewan Perwakilan Rakyat Daerah Kalimantan Timur atau DPRD Kaltim. Ketua DPRD Kaltim.",
         ("Ketua", "DPRD Kaltim"), ("Ketua", "Dewan Perwakilan Rakyat Daerah Kalimantan Timur")),
        ("Dinas Pendidikan (Disdik) Kota Tegal rapat. Kepala Disdik Kota Tegal datang.",
         ("Kepala", "Disdik Kota Tegal"), ("Kepala", "Dinas Pendidikan (Disdik) Kota Tegal")),
        ("Dinas Kesehatan Kota Tegal rapat. Kepala Dinkes Brebes datang.",
         ("Kepala", "Dinkes Brebes"), ("Kepala", "Dinkes Brebes")),
        # behind "atau", and behind "/" in brackets
        ("PT Karya Griya Finansial (Persero) atau KGF untung. Direktur KGF datang.",
         ("Direktur", "KGF"), ("Direktur", "PT Karya Griya Finansial (Persero)")),
        ("Polisi atau TNI datang. Anggota TNI berjaga.", ("Anggota", "TNI"), ("Anggota", "TNI")),
        ("Yayasan Pangan Pesisir (Coastal Food Foundation/CFF) rapat. Ketua CFF datang.",
         ("Ketua", "CFF"), ("Ketua", "Yayasan Pangan Pesisir")),
        ("Perpustakaan Nasional atau Perpusnas buka. Kepala Perpusnas datang.",
         ("Kepala", "Perpusnas"), ("Kepala", "Perpustakaan Nasional")),
        # … or right behind a state company's name, which has its legal form before it
        ("PT Karya Griya Finansial (Persero) KGF untung. Direktur KGF datang.",
         ("Direktur", "KGF"), ("Direktur", "PT Karya Griya Finansial (Persero)")),
        ("PT Griya Karya (Persero) untung. Direktur Griya Karya datang.",
         ("Direktur", "Griya Karya"), ("Direktur", "PT Griya Karya (Persero)")),
        ("PT Griya Karya Tbk untung. Direktur PT Griya Karya datang.",
         ("Direktur", "PT Griya Karya"), ("Direktur", "PT Griya Karya Tbk")),
        # an abbreviation in brackets stands in the house's name
        ("Pemerintah Provinsi (Pemprov) Jambi rapat. Gubernur Jambi datang.",
         ("Gubernur Jambi", None), ("Gubernur Jambi", "Pemerintah Provinsi (Pemprov) Jambi")),
        # the house of an office by its own full form
        ("Kementerian Pelindungan Air (PA) rapat di Kantor Kementerian PA. Menteri PA datang.",
         ("Menteri PA", None), ("Menteri PA", "Kementerian Pelindungan Air")),
        ("Rapat di Kantor Kementerian Keuangan. Menteri Keuangan datang.",
         ("Menteri Keuangan", None), ("Menteri Keuangan", "Kementerian Keuangan")),
        # an abbreviation nobody explains stays
        ("Ketua BPAN datang.", ("Ketua", "BPAN"), ("Ketua", "BPAN")),
        # in the full form itself nothing gives way
        ("Badan Pengelola Air Nusantara (BPAN) rapat.",
         (None, "Badan Pengelola Air Nusantara"), (None, "Badan Pengelola Air Nusantara")),
        # an office that holds its institution, with and without the words
        ("Kapolres Garut datang. Warga Polres Garut menyambut.",
         ("Kapolres Garut", None), ("Kapolres Garut", "Polres Garut")),
        ("Wakil Kapolres Garut datang. Warga Polres Garut menyambut.",
         ("Wakil Kapolres Garut", None), ("Wakil Kapolres Garut", "Polres Garut")),
        ("Kapolres Garut datang.", ("Kapolres Garut", None), ("Kapolres Garut", None)),
        # … by its abbreviation, in full, with the kind of place, by the office's abbreviation
        ("Bupati Garut datang. Warga Pemkab Garut menyambut.",
         ("Bupati Garut", None), ("Bupati Garut", "Pemkab Garut")),
        ("Kapolres Garut datang. Warga Kepolisian Resor Garut menyambut.",
         ("Kapolres Garut", None), ("Kapolres Garut", "Kepolisian Resor Garut")),
        ("Kapolda Riau datang. Warga Kepolisian Daerah Provinsi Riau menyambut.",
         ("Kapolda Riau", None), ("Kapolda Riau", "Kepolisian Daerah Provinsi Riau")),
        ("Menkes datang. Pegawai Kemenkes menyambut.", ("Menkes", None), ("Menkes", "Kemenkes")),
        ("Menteri Kesehatan RI datang. Pegawai Kementerian Kesehatan menyambut.",
         ("Menteri Kesehatan RI", None), ("Menteri Kesehatan RI", "Kementerian Kesehatan")),
        # an embassy, where it is named with its seat
        ("Duta Besar Indonesia untuk Jepang datang. KBRI penuh. Pegawai KBRI Tokyo menyambut.",
         ("Duta Besar Indonesia untuk Jepang", None),
         ("Duta Besar Indonesia untuk Jepang", "KBRI Tokyo")),
        # of several the first with a place, where the office names none
        ("Gubernur datang. Pemprov bersiap. Warga Pemprov Bali dan Pemprov NTB menyambut.",
         ("Gubernur", None), ("Gubernur", "Pemprov Bali")),
        # who held it before holds it no more
        ("Mantan Bupati Garut datang. Warga Pemkab Garut menyambut.",
         ("Mantan Bupati Garut", None), ("Mantan Bupati Garut", None)),
        ("Hujan turun.", (None, None), (None, None)),
    ],
)  # fmt: skip
def test_role_and_affiliation_in_full(
    text: str, given: tuple[str | None, str | None], found: tuple[str | None, str | None]
) -> None:
    tokens, institutions = read(text)
    role, affiliation = institutions.full(place(tokens, given[0]), place(tokens, given[1]))
    assert (words(tokens, role), words(tokens, affiliation)) == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Komisi Pemberantasan Korupsi (KPK) rapat. KPK diam.", "KPK",
         "Komisi Pemberantasan Korupsi"),
        ("Kedutaan Besar Republik Indonesia di Tokyo tutup. KBRI Tokyo diam.", "KBRI Tokyo",
         "Kedutaan Besar Republik Indonesia di Tokyo"),
        ("Dinas Kesehatan Kota Bogor rapat. Dinas diam.", "Dinas", "Dinas Kesehatan Kota Bogor"),
        ("Dinas Kesehatan Kota rapat. Dinas diam.", "Dinas", None),
        ("Kementerian Keuangan Malaysia rapat. Kemenkeu diam.", "Kemenkeu",
         "Kementerian Keuangan Malaysia"),
        ("KPK diam.", "KPK", None),
    ],
)  # fmt: skip
def test_the_fullest_form_of_a_name(text: str, name: str, found: str | None) -> None:
    tokens, institutions = read(text)
    at = place(tokens, name)
    assert at
    assert words(tokens, institutions.fullest(at)) == found
