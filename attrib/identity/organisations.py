"""Names of organisations as compared: ``Kemenkeu RI`` = ``Kementerian Keuangan``."""

import re
from functools import lru_cache

from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list

_BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_LEGAL = frozenset(
    ["pt", "tbk", "persero", "cv", "ud", "inc", "ltd", "corp", "llc", "plc", "co", "the"]
)
# What a name may be introduced with (``maskapai Garuda Indonesia``); a name must follow.
_INTRODUCED = re.compile(
    r"^(?i:maskapai(?: penerbangan)?|klub|emiten|produsen|kantor(?: berita)?|aplikasi|platform"
    r"|situs|laman|harian|surat kabar|majalah)\s+(?=[A-Z])"
)
_HEADS = {
    "kemen": "kementerian", "menteri": "kementerian", "univ": "universitas",
    "pemko": "pemerintah kota", "kejagung": "kejaksaan agung", "fk": "fakultas kedokteran",
    "komnas": "komisi nasional", "polri": "kepolisian republik indonesia",
    "ri": "republik indonesia", "kab": "kabupaten",
}  # fmt: skip
# Their names alone say whether a city or a regency is meant.
_GOVERNMENTS = frozenset(["pemerintah", "kepolisian", "kota", "kabupaten", "provinsi"])
_TIERS = frozenset(["kota", "kabupaten", "provinsi"])
_LONGEST = 6


@lru_cache(maxsize=1 << 17)
def organisation_key(text: str) -> str:
    """The canonical name, empty if the phrase holds no word.

    Legal forms, articles, bracketed abbreviations and what says nothing more (``RI``, the town of
    the only university of its name) are dropped; abbreviations of ``lexicons/org`` and
    ``names/organisations`` and of heads (``Pemkot``) are spelt out.
    """
    name = _INTRODUCED.sub("", _BRACKETED.sub(" ", text).strip())
    words = [w for w in folded_words(name) if w not in _LEGAL]
    spelt = _shortened(_spelt_out(words or list(folded_words(text))))
    return " ".join(w for w in spelt if w not in ("dan", "and", "of", "di"))


def _shortened(words: list[str]) -> list[str]:
    """Without the words at its end that do not set the name apart."""
    places = _places()
    head = words[0] if words else ""
    if words[:2] == ["direktorat", "jenderal"] and "kementerian" in words[3:]:
        words = words[: words.index("kementerian")]
    if words[-2:] == ["republik", "indonesia"] and len(words) > 3:
        words = _spelt_out(words[:-2])
    elif words[-1:] == ["indonesia"] and head == "kementerian":
        words = words[:-1]
    if words[-1:] == ["fc"] and len(words) > 1 and " ".join(words[:-1]) not in places:
        words = words[:-1]
    for length in (1, 2, 3):
        before, place = words[:-length], " ".join(words[-length:])
        if word_list("names/seats").get(" ".join(before)) == place:
            return before
        if (
            before[1:]
            and before[-1] in _TIERS
            and head not in _GOVERNMENTS
            and place in places
            and place not in word_list("names/twins")
        ):
            return [*before[:-1], *words[-length:]]
    return words


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    known = word_list("lexicons/place")
    return frozenset((*known, *known.values()))


def _spelt_out(words: list[str]) -> list[str]:
    known = _abbreviations()
    spelt: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST, len(words) - i), 0, -1):
            full = known.get(" ".join(words[i : i + length]))
            if full is not None:
                spelt.extend(full)
                i += length
                break
        else:
            spelt.append(words[i])
            i += 1
    return spelt


_LISTS = (
    "lexicons/org-head", "lexicons/org", "lexicons/party", "lexicons/place", "names/organisations",
)  # fmt: skip
_SPELT: dict[str, tuple[str, ...]] = {}


def _abbreviations() -> dict[str, tuple[str, ...]]:
    if not _SPELT:
        for name in _LISTS:
            for short, full in word_list(name).items():
                if short != full:
                    words = tuple(w for w in folded_words(full) if w not in _LEGAL)
                    _SPELT[" ".join(folded_words(short))] = words
        _SPELT.update({short: tuple(full.split()) for short, full in _HEADS.items()})
        # A full name may begin with its abbreviation (GoTo Gojek Tokopedia), and is spelt out.
        for whole in tuple(_SPELT.values()):
            _SPELT.setdefault(" ".join(whole), whole)
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
