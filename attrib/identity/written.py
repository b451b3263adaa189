"""The name of a body as an article writes it, freed of what stands around it."""

import re

from attrib.identity.gazetteer import listed_words, places

BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
# What a name may be introduced with (``maskapai Garuda Indonesia``); a name must follow. Words
# that names themselves begin with count in small letters only.
_INTRODUCED = re.compile(
    r"^(?:(?i:maskapai(?: penerbangan)?|klub(?: basket| bola voli| sepak ?bola)?|emiten|produsen"
    r"|kantor berita|kantor(?= kemen| kedutaan)|aplikasi|platform|situs|laman|harian|surat kabar"
    r"|majalah|pihak|jajaran|lokapasar|marketplace|e-commerce)"
    r"|perkumpulan|lembaga(?: survei| riset| kajian| pemeringkat)?|ormas|organisasi|perusahaan"
    r"|[Mm]anajemen|[Kk]ampanye|Komunikasi|Investigasi|Board|(?:Public|Media|External) Relations?"
    r"|raksasa|operator|kantor|media|stasiun televisi|grup|bank|universitas|kampus)\s+(?=[A-Z])"
)
# Spaces that crawled text lost, a dateline's place and the masthead before a name: ``JakartaPT
# Maju``, ``PTMaju``.
_DATELINE = re.compile(r"^([A-Z][a-z]+)(?=[A-Z])")
_LOST_SPACE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MASTHEAD = re.compile(r"^[A-Za-z]+\.(?:com|id|co\.id)\s*[-–—,]\s*", re.IGNORECASE)
_AMERICAN = re.compile(r"\bAS\b(?! Roma| Monaco)")
_AGE = re.compile(r"\b[uU][- ]?(\d\d)\b")


def bare_name(text: str) -> str:
    """Without brackets, masthead, dateline and what introduces a name; lost spaces put back."""
    name = _MASTHEAD.sub("", BRACKETED.sub(" ", text).strip())
    name = _AGE.sub(r"U \1", _AMERICAN.sub("Amerika Serikat", _with_lost_spaces(name)))
    return _INTRODUCED.sub("", name)


def _with_lost_spaces(name: str) -> str:
    """With the spaces that its parts, known words, show to be lost; without a dateline's place."""
    found = _DATELINE.match(name)
    if found is not None and found.group(1).lower() in places():
        name = name[found.end() :]
    return " ".join(_parted(word) for word in name.split())


def _parted(word: str) -> str:
    """The words that lost the space between them, if any of them is known."""
    parts = _LOST_SPACE.split(word)
    if len(parts) == 1:
        return word
    known = parts[0] == "PT" or any(len(p) > 2 and p.lower() in listed_words() for p in parts)
    return " ".join(parts) if known else word
