"""What a mention can be looked for under, outside its own article."""

from functools import lru_cache

from attrib.identity.compare import JOIN, compare_names
from attrib.identity.gazetteer import names_a_place
from attrib.identity.names import folded_words, name_key, office_in_name
from attrib.identity.offices import office
from attrib.identity.organisations import organisation_key
from attrib.identity.wordlists import word_list

#: Kinds whose mentions are organisations' names when they are names at all.
BODIES = frozenset(("organization", "group"))


def stays_in_article(kind: str, name: str, role: str | None, affiliation: str | None) -> bool:
    """Whether the mention says too little to be the same as one in another article.

    ``para warga`` of two articles are two sources; so are two men called ``Rudi``.
    """
    if kind == "person":
        return _weak_person(name, role, affiliation)
    if kind in BODIES and _common_noun(name):
        return True
    if kind == "organization":
        return name.islower() and organisation_key(name) == " ".join(folded_words(name))
    if kind == "group":
        return organisation_key(name) == " ".join(folded_words(name)) and _capitals(name) < 2
    if kind == "document":
        return not any(c.isdigit() for c in name) and _capitals(name) < 2
    return True


def _weak_person(name: str, role: str | None, affiliation: str | None) -> bool:
    key = name_key(name)
    if sum(len(t) > 2 for t in key.tokens) == 0:
        return True
    alone = compare_names(key, key) or ()
    if sum(e.bits for e in alone) >= JOIN:
        return False
    held = office(role or office_in_name(name), affiliation)
    if held.empty or held.lay:
        return True
    return len(key.tokens) == 1 and len(held.role) < 2 and not held.affiliation


# Heads of local bodies: without a place after them they are any town's.
_TOWN_HALL = frozenset(["dinas", "kantor", "kecamatan", "kelurahan", "puskesmas"])


def _common_noun(name: str) -> bool:
    """Whether it only says what kind of body it is (``Perseroan``, ``Kepolisian``, ``KBRI``)."""
    if _local(name):
        return True
    phrase = " ".join(folded_words(name))
    if phrase in word_list("lexicons/org"):
        return False
    kinds = any(phrase in word_list(f"lexicons/{n}") for n in ("group-noun", "org-head"))
    return kinds or phrase in _kinds_in_full()


@lru_cache(maxsize=1)
def _kinds_in_full() -> frozenset[str]:
    """Kinds of bodies that have a short form, spelt out (*satuan reserse kriminal*)."""
    heads = word_list("lexicons/org-head").items()
    return frozenset(" ".join(folded_words(full)) for short, full in heads if short != full)


def _local(name: str) -> bool:
    key = organisation_key(name)
    return key in word_list("names/local") or (
        key.split(" ", 1)[0] in _TOWN_HALL and not names_a_place(key)
    )


def means_its_own(kind: str, name: str) -> bool:
    """Whether a bare name is its article's own body of the kind, as ``KBRI`` and ``Polres`` are.

    A common noun written in full (*Kepolisian*) may be any.
    """
    short = organisation_key(name) != " ".join(folded_words(name))
    return kind in BODIES and (_local(name) or ((short or name.isupper()) and _common_noun(name)))


def _capitals(name: str) -> int:
    return sum(w[:1].isupper() for w in name.split()[1:]) + (name[:1].isupper() and " " in name)


def nameless(kind: str, name: str) -> bool:
    """Whether a person is named by initials only (``pelaku AB``), so that no two can be linked."""
    return kind == "person" and all(len(t) <= 2 for t in name_key(name).tokens)
