"""Names of organisations as compared: ``Kemenkeu RI`` = ``Kementerian Keuangan``."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list

_BRACKETED = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_LEGAL = frozenset(
    ["pt", "tbk", "persero", "cv", "ud", "inc", "ltd", "corp", "llc", "plc", "co", "the", "lsm"]
)
_LINKS = frozenset(["dan", "and", "of", "for", "di", "untuk", "bagi", "serta", "dari"])
# Where extraction may have ended a name too early (``Komisi Nasional Anti Kekerasan``).
_CUT_BEFORE = frozenset(["dan", "and", "serta", "terhadap"])
# What a name may be introduced with (``maskapai Garuda Indonesia``); a name must follow. Words
# that names themselves begin with count in small letters only.
_INTRODUCED = re.compile(
    r"^(?:(?i:maskapai(?: penerbangan)?|klub(?: basket| bola voli| sepak ?bola)?|emiten|produsen"
    r"|kantor berita|kantor(?= kemen| kedutaan)|aplikasi|platform|situs|laman|harian|surat kabar"
    r"|majalah|pihak|jajaran|lokapasar|marketplace|e-commerce)"
    r"|lembaga(?: survei| riset| kajian| pemeringkat)?|ormas|organisasi|perusahaan|raksasa"
    r"|[Mm]anajemen|[Kk]ampanye|Komunikasi|Investigasi|Board|(?:Public|Media|External) Relations?"
    r"|operator|kantor|media|stasiun televisi|grup|bank|universitas|kampus)\s+(?=[A-Z])"
)
# Spaces that crawled text lost, a dateline's place and the masthead before a name: ``JakartaPT
# Maju``, ``PTMaju``.
_DATELINE = re.compile(r"^([A-Z][a-z]+)(?=[A-Z])")
_LOST_SPACE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MASTHEAD = re.compile(r"^[A-Za-z]+\.(?:com|id|co\.id)\s*[-–—,]\s*", re.IGNORECASE)
_AMERICAN = re.compile(r"\bAS\b(?! Roma| Monaco)")
_AGE = re.compile(r"\b[uU][- ]?(\d\d)\b")
_HEADS = {
    "kemen": "kementerian", "menteri": "kementerian", "univ": "universitas",
    "pemko": "pemerintah kota", "kejagung": "kejaksaan agung", "fk": "fakultas kedokteran",
    "komnas": "komisi nasional", "polrestro": "kepolisian resor",
    "ri": "republik indonesia", "kab": "kabupaten", "tipikor": "tindak pidana korupsi",
    "kedutaan": "kedutaan besar", "kedutaan besar": "kedutaan besar",
}  # fmt: skip
# Their names alone say whether a city or a regency is meant.
_GOVERNMENTS = frozenset(["pemerintah", "kepolisian", "kota", "kabupaten", "provinsi"])
_TIERS = frozenset(["kota", "kabupaten", "provinsi"])
# First words of bodies of the state: after their known names "Indonesia" says nothing more.
_OF_STATE = frozenset(
    [
        "badan",
        "dewan",
        "kamar",
        "kejaksaan",
        "kementerian",
        "komisi",
        "komite",
        "lembaga",
        "mahkamah",
        "majelis",
        "ombudsman",
        "otoritas",
        "partai",
    ]
)
# First words of bodies that every town has.
_OF_TOWNS = frozenset(["balai", "bank", "dinas", "kantor", "rumah", "unit"])
# Commissions by numbers that local councils do not have.
_OF_PARLIAMENT_ALONE = frozenset(["vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"])
_LONGEST = 8


@lru_cache(maxsize=1 << 17)
def organisation_key(text: str) -> str:
    """The canonical name, empty if the phrase holds no word.

    Legal forms, articles, bracketed abbreviations and what says nothing more (``RI``, the town of
    the only university of its name) are dropped; abbreviations of ``lexicons/org`` and
    ``names/organisations`` and of heads (``Pemkot``) are spelt out.
    """
    name = _MASTHEAD.sub("", _BRACKETED.sub(" ", text).strip())
    name = _AGE.sub(r"U \1", _AMERICAN.sub("Amerika Serikat", _with_lost_spaces(name)))
    words = _content(folded_words(_INTRODUCED.sub("", name))) or list(folded_words(text))
    spelt = _spelt_out(_whole_names().get(" ".join(words), words))
    named = _spelt_out(_whole_names().get(" ".join(spelt), spelt))
    spelt = _shortened(_without_speaker(_said_once(named)))
    return " ".join(_completed().get(" ".join(spelt), tuple(spelt)))


def _with_lost_spaces(name: str) -> str:
    """With the spaces that its parts, known words, show to be lost; without a dateline's place."""
    found = _DATELINE.match(name)
    if found is not None and found.group(1).lower() in _places():
        name = name[found.end() :]
    return " ".join(_parted(word) for word in name.split())


def _parted(word: str) -> str:
    """The words that lost the space between them, if any of them is known."""
    parts = _LOST_SPACE.split(word)
    if len(parts) == 1:
        return word
    known = parts[0] == "PT" or any(len(p) > 2 and p.lower() in listed_words() for p in parts)
    return " ".join(parts) if known else word


def _without_speaker(words: list[str]) -> list[str]:
    """Without the first words of a person's name that extraction left at a known body's end."""
    for length in (1, 2):
        body, name = words[:-length], words[-length:]
        if " ".join(body) in _full_names() and _begins_a_person(name):
            return body
    return words


def _said_once(words: list[str]) -> list[str]:
    """Without a word that the one before it repeats (``Disdik Kota Kota Bandung``)."""
    doubled = ("bangsa", "gereja", "jaya", "negara", "anak")
    return [w for i, w in enumerate(words) if not i or w != words[i - 1] or w in doubled]


def _begins_a_person(words: list[str]) -> bool:
    initial = len(words) == 2 and len(words[1]) == 1 and words[1] not in "ivx"
    given = initial or words[0] in word_list("lexicons/given-name")
    return given and words[0] not in listed_words()


def _content(words: tuple[str, ...]) -> list[str]:
    return [w for w in words if w not in _LEGAL and w not in _LINKS]


def _shortened(words: list[str]) -> list[str]:
    """Without the words that do not set the name apart."""
    for rule in (
        _of_state, _of_police, _embassy, _national_team, _hospital, _airport, _branch,
        _without_town,
    ):  # fmt: skip
        words = rule(words)
    return words


def _of_state(words: list[str]) -> list[str]:
    """Ministries and other bodies of the state without ``RI`` and what they are part of."""
    if words[:2] == ["direktorat", "jenderal"] and "kementerian" in words[3:]:
        words = words[: words.index("kementerian")]
    if words[-2:] == ["republik", "indonesia"] and len(words) > 3:
        words = _spelt_out(words[:-2])
    elif words[-1:] == ["indonesia"] and (
        words[0] == "kementerian"
        or (words[0] in _OF_STATE and " ".join(words[:-1]) in _full_names())
    ):
        words = words[:-1]
    if words[:1] == ["departemen"] and _country_at_end(words) is not None:
        words = ["kementerian", *words[1:]]
    if words[:1] == ["komisi"] and len(words) == 2 and words[1] in _OF_PARLIAMENT_ALONE:
        words = [*words, "dewan", "perwakilan", "rakyat"]
    if words[:3] == ["pemerintah", "republik", "indonesia"]:
        words = ["pemerintah", *words[2:]]
    return words


def _of_police(words: list[str]) -> list[str]:
    """A town's police is one, whatever its class: ``Polres``, ``Polresta``, ``Polres Metro``."""
    if words[:1] != ["kepolisian"] or words[1:2] not in (["resor"], ["sektor"]):
        return words
    rest = words[2:]
    if rest[:1] == ["metro"] and rest[1:]:
        rest = rest[1:]
    said = 2 if rest[:2] == ["kota", "besar"] else 1 if rest[:1] == ["kota"] else 0
    if " ".join(rest[said:]) not in word_list("names/twins"):
        rest = rest[said:]
    return [*words[:2], *rest]


def _embassy(words: list[str]) -> list[str]:
    """An embassy by its town: there is one in a country."""
    if words[:2] != ["kedutaan", "besar"]:
        return words
    capitals = word_list("names/capitals")
    if words[2:4] == ["republik", "indonesia"]:
        host = " ".join(words[4:])
        if host in capitals:
            return [*words[:4], *capitals[host].split()]
        country = _country_at_end(words[5:])
        return words[: -len(country)] if country else words
    return words[:-1] if words[-1:] in (["jakarta"], ["indonesia"]) and words[3:] else words


def _country_at_end(words: list[str]) -> list[str] | None:
    for length in (1, 2, 3):
        if len(words) >= length and " ".join(words[-length:]) in word_list("names/capitals"):
            return words[-length:]
    return None


def _national_team(words: list[str]) -> list[str]:
    """``Timnas``, ``Timnas U-17`` and ``U-17 Indonesia`` are Indonesia's."""
    named = words[2:] if words[:2] == ["tim", "nasional"] else None
    if (
        named is None
        and set(words[:1]) | set(words[-1:]) != {"u", "indonesia"}
        and not ("u" in words and "indonesia" in words and len(words) == 3)
    ):
        return words
    rest = words if named is None else named
    if "u" in rest:
        at = rest.index("u")
        age, others = rest[at : at + 2], [*rest[:at], *rest[at + 2 :]]
    else:
        age, others = [], rest
    return ["tim", "nasional", *(others or ["indonesia"]), *age]


def _hospital(words: list[str]) -> list[str]:
    """A hospital named after somebody by that name, without class and degrees."""
    if words[:2] != ["rumah", "sakit"]:
        return words
    kinds = ("umum", "daerah", "pusat", "nasional")
    rest = [w for w in words[2:] if w not in ("dr", "prof", "drs")]
    start = next((i for i, w in enumerate(rest) if w not in kinds), len(rest))
    after = rest[start:]
    placed = not after or any(
        " ".join(after[:n]) in _places() or after[0] in _TIERS for n in (1, 2, 3)
    )
    return [*words[:2], *(rest if placed else after)]


def _airport(words: list[str]) -> list[str]:
    return [w for w in words if w != "internasional"] if words[:2] == ["bandar", "udara"] else words


def _branch(words: list[str]) -> list[str]:
    """Without *perwakilan* before a place: ``BI Perwakilan Jawa Timur``."""
    if "perwakilan" not in words or words[:1] == ["dewan"]:
        return words
    at = words.index("perwakilan")
    if at == 0 or words[:at] == ["kantor"]:
        return words[at + 1 :] or words
    follows = any(" ".join(words[at + 1 : at + 1 + n]) in _places() for n in (1, 2, 3))
    return [*words[:at], *words[at + 1 :]] if follows or words[at + 1] in _TIERS else words


def _without_town(words: list[str]) -> list[str]:
    """Without the town of the only body of its name and the tier of the only place of its name."""
    places = _places()
    head = words[0] if words else ""
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
    # Twice: what stands spelt out may be a longer name's short form (Puspenkum Kejagung).
    return list(_replaced(_replaced(words, known), known))


def _replaced(words: Sequence[str], known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
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
    return tuple(spelt)


_LISTS = (
    "lexicons/org-head", "lexicons/org", "lexicons/party", "lexicons/place", "names/organisations",
)  # fmt: skip
_NAMING = ("lexicons/org", "lexicons/party", "names/organisations", "names/short")


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Short name → words of the full one, itself spelt out (Golkar → Partai Golkar → …)."""
    spelt: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        for short, full in word_list(name).items():
            if short != full:
                said = folded_words(short)
                # The "di" of "DI Yogyakarta" is dropped from names, and must not become a place's.
                key = " ".join(said if name == "lexicons/place" else _content(said) or said)
                spelt[key] = tuple(_content(folded_words(full)))
    spelt.update({short: tuple(full.split()) for short, full in _HEADS.items()})
    # A full name may begin with its abbreviation (GoTo Gojek Tokopedia), and is spelt out.
    for whole in tuple(spelt.values()):
        spelt.setdefault(" ".join(whole), whole)
    for _ in range(2):
        spelt = {short: _replaced(full, spelt) for short, full in spelt.items()}
    return spelt


@lru_cache(maxsize=1)
def _whole_names() -> dict[str, list[str]]:
    known = word_list("names/short").items()
    return {" ".join(_content(folded_words(a))): _content(folded_words(b)) for a, b in known}


@lru_cache(maxsize=1)
def _full_names() -> frozenset[str]:
    """Canonical names of the lists' bodies."""
    known = _abbreviations()
    names = (full for name in _NAMING for full in word_list(name).values())
    spelt = (" ".join(_replaced(_content(folded_words(n)), known)) for n in names)
    return frozenset(n for n in spelt if " " in n)


@lru_cache(maxsize=1)
def _completed() -> dict[str, tuple[str, ...]]:
    """Beginnings of full names that end before a word like *dan*, by the name they begin.

    Only those that begin one name and are none themselves.
    """
    begun: dict[str, set[str]] = {}
    for name in _NAMING:
        for said in word_list(name).values():
            words = folded_words(said)
            if not words or words[0] in _OF_TOWNS:
                continue
            for i in range(2, len(words)):
                start = " ".join(_content(words[:i]))
                if words[i] in _CUT_BEFORE and " " in start:
                    begun.setdefault(start, set()).add(" ".join(_spelt_out(_content(words))))
    known = _full_names()
    ordered = sorted(known)
    taken = known | word_list("lexicons/org-head").keys()
    return {
        start: tuple(_shortened(next(iter(wholes)).split()))
        for start, wholes in begun.items()
        if len(wholes) == 1 and start not in taken and _beginning(ordered, f"{start} ") <= wholes
    }


def _beginning(ordered: list[str], start: str) -> set[str]:
    """Those of the names that begin so."""
    at = bisect_left(ordered, start)
    return set(itertools.takewhile(lambda name: name.startswith(start), ordered[at:]))


def names_a_place(key: str) -> bool:
    """Whether any word or words of a canonical name are a place's."""
    words = key.split()
    return any(
        " ".join(words[i : i + n]) in _places()
        for n in (1, 2, 3)
        for i in range(len(words) - n + 1)
    )


def is_listed(key: str) -> bool:
    """Whether it is the canonical name of a body of the lists."""
    return key in _full_names()


@lru_cache(maxsize=1)
def listed_words() -> frozenset[str]:
    """All words of the lists of names, of places and of kinds of bodies."""
    lists = (*_LISTS, "names/short", "lexicons/org-word", "lexicons/group-noun", "lexicons/place")
    return frozenset(
        word
        for name in lists
        for entry in word_list(name).items()
        for said in entry
        for word in folded_words(said)
    )


def cut_short(text: str) -> tuple[str, ...]:
    """The canonical beginnings of a name at which extraction may have ended it too early."""
    words = folded_words(_BRACKETED.sub(" ", text))
    return tuple(
        organisation_key(" ".join(words[:i]))
        for i in range(2, len(words))
        if words[i] in _CUT_BEFORE
    )


def initials(text: str) -> frozenset[str]:
    """The first letters of a name's words, with those of linking words and without."""
    words = folded_words(_BRACKETED.sub(" ", text))
    return frozenset(
        "".join(w[0] for w in kept) for kept in (words, _content(words)) if len(kept) > 2
    )


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
