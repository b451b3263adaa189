"""Names of organisations as compared: ``Kemenkeu RI`` = ``Kementerian Keuangan``."""

import re
from functools import lru_cache

from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list

_BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_LEGAL = frozenset(
    ["pt", "tbk", "persero", "cv", "ud", "inc", "ltd", "corp", "llc", "plc", "co", "the"]
)
_COUNTRY = (("republik", "indonesia"), ("ri",))
_HEADS = {
    "kemen": "kementerian", "kementrian": "kementerian", "menteri": "kementerian",
    "pemprov": "pemerintah provinsi", "pemkab": "pemerintah kabupaten", "pemkot": "pemerintah kota",
    "ditjen": "direktorat jenderal", "univ": "universitas", "kejagung": "kejaksaan agung",
    "kejari": "kejaksaan negeri", "kejati": "kejaksaan tinggi", "dishub": "dinas perhubungan",
    "dinkes": "dinas kesehatan", "disdik": "dinas pendidikan", "fk": "fakultas kedokteran",
    "timnas": "tim nasional", "kedubes": "kedutaan besar", "polri": "kepolisian republik indonesia",
    "polda": "kepolisian daerah", "polres": "kepolisian resor",
}  # fmt: skip


@lru_cache(maxsize=1 << 17)
def organisation_key(text: str) -> str:
    """The canonical name, empty if the phrase holds no word.

    Legal forms, articles, bracketed abbreviations and a closing ``RI`` are dropped; abbreviations
    of ``lexicons/org`` and ``names/organisations`` and of heads (``Pemkot``) are spelt out; a town
    of ``names/seats`` after the name of its only university is dropped.
    """
    words = [w for w in folded_words(_BRACKETED.sub(" ", text)) if w not in _LEGAL]
    if not words:
        words = list(folded_words(text))
    spelt = _spelt_out(words)
    for ending in _COUNTRY:
        if len(spelt) > len(ending) + 1 and tuple(spelt[-len(ending) :]) == ending:
            spelt = _spelt_out(spelt[: -len(ending)])
            break
    seats = word_list("names/seats")
    for length in (1, 2):
        if seats.get(" ".join(spelt[:-length])) == " ".join(spelt[-length:]):
            spelt = spelt[:-length]
            break
    return " ".join(w for w in spelt if w not in ("dan", "and", "of", "di"))


def _spelt_out(words: list[str]) -> list[str]:
    known = _abbreviations()
    spelt: list[str] = []
    i = 0
    while i < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[i : i + length])
            full = known.get(phrase)
            if full is not None and i + length <= len(words):
                spelt.extend(full)
                # ``GoTo Gojek Tokopedia`` begins with its own abbreviation, and is spelt out.
                whole = tuple(words[i : i + len(full)]) == full
                i += max(length, len(full)) if whole else length
                break
        else:
            spelt.append(words[i])
            i += 1
    return spelt


_SPELT: dict[str, tuple[str, ...]] = {}


def _abbreviations() -> dict[str, tuple[str, ...]]:
    if not _SPELT:
        for name in ("lexicons/org", "lexicons/party", "lexicons/place", "names/organisations"):
            for short, full in word_list(name).items():
                if short != full:
                    words = tuple(w for w in folded_words(full) if w not in _LEGAL)
                    _SPELT[" ".join(folded_words(short))] = words
        _SPELT.update({short: tuple(full.split()) for short, full in _HEADS.items()})
    return _SPELT


def bracketed_abbreviation(text: str) -> str | None:
    """The abbreviation given in brackets, if its letters can stand for the words before it.

    ``Badan Pusat Statistik (BPS)`` → ``bps``; ``Budi (45)`` → ``None``.
    """
    found = _BRACKETED.search(text)
    if found is None:
        return None
    short = "".join(folded_words(found.group(1)))
    before = folded_words(text[: found.start()])
    if not (2 <= len(short) <= 12) or not short.isalpha() or len(before) < 2:
        return None
    letters = iter("".join(before))
    initial = before[0][0] == short[0]
    return short if initial and all(c in letters for c in short) else None
