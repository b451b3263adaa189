"""What does not set a body's name apart, by the kind of body it is."""

from attrib.identity.gazetteer import TIERS, begins_with_place, full_names, places, spelt_out
from attrib.identity.wordlists import word_list

# Their names alone say whether a city or a regency is meant.
_GOVERNMENTS = TIERS | {"pemerintah", "kepolisian"}
# Commissions by numbers that local councils do not have.
_OF_PARLIAMENT_ALONE = frozenset(["vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"])


def shortened(words: list[str]) -> list[str]:
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
        words = spelt_out(words[:-2])
    elif words[-1:] == ["indonesia"] and (
        words[0] == "kementerian"
        or (words[0] in word_list("names/state") and " ".join(words[:-1]) in full_names())
    ):
        words = words[:-1]
    if words[:1] == ["departemen"] and _country_at_end(words) is not None:
        words = ["kementerian", *words[1:]]
    if words[:1] == ["komisi"] and len(words) == 2 and words[1] in _OF_PARLIAMENT_ALONE:
        words = [*words, "dewan", "perwakilan", "rakyat"]
    if words[:2] == ["kementerian", "koordinator"]:
        words = [w for w in words if w != "bidang"]
    if "fraksi" in words[1:]:
        # DPR dari Fraksi PAN, DPR dari PAN
        words = [words[0], *(w for w in words[1:] if w != "fraksi")]
    if words[-1:] == ["pusat"] and " ".join(words[:-1]) in full_names():
        words = words[:-1]
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
    placed = not after or after[0] in TIERS or begins_with_place(after)
    return [*words[:2], *(rest if placed else after)]


def _airport(words: list[str]) -> list[str]:
    return [w for w in words if w != "internasional"] if words[:2] == ["bandar", "udara"] else words


def _branch(words: list[str]) -> list[str]:
    """Without *perwakilan* before a place: ``BI Perwakilan Jawa Timur``."""
    if "perwakilan" not in words or words[:1] == ["dewan"]:
        return words
    at = words.index("perwakilan")
    before, after = words[:at], words[at + 1 :]
    if before in ([], ["kantor"]):
        return after or words
    placed = after[:1] and (after[0] in TIERS or begins_with_place(after))
    return [*before, *after] if placed else words


def _without_town(words: list[str]) -> list[str]:
    """Without the town of the only body of its name and the tier of the only place of its name."""
    known = places()
    head = words[0] if words else ""
    if words[-1:] == ["fc"] and len(words) > 1 and " ".join(words[:-1]) not in known:
        words = words[:-1]
    for length in (1, 2, 3):
        before, place = words[:-length], " ".join(words[-length:])
        if word_list("names/seats").get(" ".join(before)) == place:
            return before
        if (
            before[1:]
            and before[-1] in TIERS
            and head not in _GOVERNMENTS
            and place in known
            and place not in word_list("names/twins")
        ):
            return [*before[:-1], *words[-length:]]
    return words
