"""Names, offices, scores and decisions of attrib.identity."""

from collections.abc import Hashable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.identity.authority import Authority, AuthorityError, read_authorities
from attrib.identity.bodies import join_bodies
from attrib.identity.compare import JOIN, Profile, compare
from attrib.identity.explained import bracketed_abbreviation
from attrib.identity.names import name_key, office_in_name
from attrib.identity.offices import compare_offices, office, wording
from attrib.identity.organisations import organisation_key
from attrib.identity.overrides import OverrideError, parse_overrides
from attrib.identity.resolve import resolve
from attrib.identity.scope import stays_in_article
from attrib.identity.scoring import b_cubed, joined_pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prof. Dr. H. Moh. Soeharto, S.H.", "Muhammad Suharto"),
        ("AKBP Wiranto Saputro SIK", "Wiranto Saputro"),
        ("SRI LESTARI", "Sri Lestari"),
        ("Achmad Rachmat", "Ahmad Rahmat"),
        ("Ma'ruf Anshori", "Ma’ruf Anshori"),
        ("Kim Dong-yup", "Kim Dong Yup"),
        ('Budi "Acong" Santoso', "Budi Santoso"),
        ("Jokowi", "Joko Widodo"),
        ("Gubernur Andika Prasojo", "Andika Prasojo"),
        ("Muliawan D. Hadi", "Muliawan D Hadi"),
        ("Surti bin Ahmad", "Surti Ahmad"),
        ("FPLM Wiranto Saputro", "Wiranto Saputro"),
    ],
)
def test_variants_of_a_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Imam Nahrawi", "Nahrawi"), ("Budi Santoso", "Budi Susanto"), ("AB", "BA")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=60))
def test_a_name_key_is_stable_for_any_text(text: str) -> None:
    key = name_key(text)
    assert all(token and " " not in token for token in key.tokens)
    assert name_key(text) == key


_OF_BODIES = (
    "badan", "dan", "departemen", "dewan", "direktorat", "dr", "fc", "fraksi", "indonesia",
    "jenderal", "jakarta", "kabupaten", "kantor", "kbri", "kedutaan", "besar", "kementerian",
    "komisi", "viii", "koordinator", "kota", "metro", "perwakilan", "polres", "provinsi", "pusat",
    "republik", "rsud", "sakit", "rumah", "tim", "nasional", "u", "17", "PT", "AS", "dinas",
    "inter",
)  # fmt: skip


@given(st.lists(st.sampled_from(_OF_BODIES), max_size=5))
def test_bodies_have_a_key_whatever_words_they_are_named_by(words: list[str]) -> None:
    """The words that rules of kinds of bodies look for, alone, first, last and in any order."""
    assert bool(organisation_key(" ".join(words))) == bool(words)


def test_office_in_a_name_is_found() -> None:
    assert office_in_name("Presiden Sukirno") == "presiden"
    assert office_in_name("Sukirno") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kemenkeu", "Kementerian Keuangan RI"),
        ("PT Bank Rakyat Indonesia (Persero) Tbk", "BRI"),
        ("Badan Pusat Statistik (BPS)", "BPS"),
        ("Polda Jabar", "Kepolisian Daerah Jawa Barat"),
        ("PT GoTo Gojek Tokopedia Tbk", "GoTo"),
        ("UGM Yogyakarta", "Universitas Gadjah Mada"),
        ("Persib Bandung", "Persib"),
        ("Maskapai Batik Air", "Batik Air"),
        ("Disdik Kabupaten Gunungkidul", "Dinas Pendidikan Gunung Kidul"),
        ("Kemlu RI", "Kementerian Luar Negeri Indonesia"),
        ("KBRI Kairo", "Kedutaan Besar RI di Kairo"),
        ("Ditjen Imigrasi Kemenkumham", "Direktorat Jenderal Imigrasi"),
        ("Golkar", "Partai Golkar"),
        ("Badan Reserse dan Kriminal Mabes Polri", "Bareskrim"),
        ("Kadin Indonesia", "Kamar Dagang dan Industri"),
        ("Pemerintah RI", "pemerintah Indonesia"),
        ("Polresta Sidoarjo", "Kepolisian Resor Sidoarjo"),
        ("Polres Metro Jakarta Selatan", "Polres Jaksel"),
        ("KBRI Oslo", "Kedutaan Besar RI untuk Norwegia"),
        ("Kedubes Norwegia di Jakarta", "Kedutaan Besar Norwegia"),
        ("Departemen Luar Negeri AS", "Kemlu Amerika Serikat"),
        ("U-17 Indonesia", "Timnas U17"),
        ("Ombudsman RI Perwakilan Jawa Barat", "Ombudsman Jawa Barat"),
        ("Komisi Nasional Anti Kekerasan", "Komnas Perempuan"),
        ("JakartaPT Sinar Laut", "PT Sinar Laut"),
        ("PTSinar Laut", "Sinar Laut"),
        ("pihak Sinar Laut", "Sinar Laut"),
        ("WARTAKITA.com - Kementerian Sosial", "Kemensos"),
        ("Inter", "Inter Milan"),
        ("Bawaslu Papua", "Badan Pengawas Pemilu Provinsi Papua"),
        ("PMI Pusat", "Palang Merah Indonesia"),
        ("DPR dari PAN", "DPR RI Fraksi PAN"),
        ("Kemenko Perekonomian", "Kementerian Koordinator Perekonomian"),
        ("RSUD dr Soetomo", "RS Soetomo"),
        ("Bandara Internasional Lombok", "Bandara Lombok"),
        ("BPH Migas Erika Retnowati", "BPH Migas"),
        ("Disdik Kota Kota Blitar", "Disdik Kota Blitar"),
        ("Pemerintah RepublikIndonesia", "Pemerintah RI"),
        ("Komisi VIII", "Komisi VIII DPR RI"),
        ("BI Perwakilan", "Bank Indonesia Perwakilan"),
    ],
)
def test_organisations_are_spelt_out(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dinas Kesehatan Kota Bogor", "Dinas Kesehatan Kabupaten Bogor"),
        ("Pemerintah Kota Padang", "Pemerintah Provinsi Padang"),
        ("Universitas Muhammadiyah Malang", "Universitas Muhammadiyah"),
        ("maskapai", "Batik Air"),
        ("Polrestabes Bandung", "Polresta Bandung"),
        ("Polres Bogor", "Polresta Bogor Kota"),
        ("RSUD Cengkareng", "RS Cengkareng"),
        ("Komisi III", "Komisi III DPR"),
        ("Persib Putri", "Persib"),
        ("Polres Metro", "Kepolisian Resor"),
        ("Kementerian Pendidikan", "Kementerian Pendidikan dan Kebudayaan"),
        ("Inter Miami", "Inter Milan"),
        ("Greenpeace Indonesia", "Greenpeace"),
        ("Departemen Fisika UI", "Kementerian Fisika UI"),
        ("AS Roma", "Roma Amerika Serikat"),
        ("Dinas Pariwisata DIY", "Dinas Pariwisata Kota Yogyakarta"),
    ],
)
def test_organisations_stay_apart(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


def test_bracketed_abbreviation_must_fit_the_words() -> None:
    assert bracketed_abbreviation("Forum Petani Lereng Merapi (FPLM)") == "fplm"
    assert bracketed_abbreviation("Budi Santoso (45)") is None
    assert bracketed_abbreviation("Forum Petani (KPK)") is None


def test_offices_agree_in_their_abbreviations() -> None:
    found = compare_offices(office("Menkeu", None), office("Menteri Keuangan RI", None))
    assert sum(e.bits for e in found) >= 6
    assert office("mantan Menkeu", None).former


def test_one_office_is_worded_in_several_ways() -> None:
    assert wording("Direktur Pelayanan WNI", "Kemlu RI") == wording(
        "Direktur Pelayanan", "WNI Kementerian Luar Negeri"
    )
    assert wording("Menkeu", None) == wording("Menteri Keuangan RI", "Kementerian Keuangan")
    assert wording("Menkeu", None) != wording("mantan Menkeu", None)


def test_offices_of_fields_that_seldom_meet_speak_against() -> None:
    police = office("Kapolres Garut", None)
    village = office("pelatih", "Persib")
    assert any(e.bits <= -5 for e in compare_offices(police, village))
    assert compare_offices(police, office(None, None)) == ()


def profile(number: int, name: str, role: str | None = None, **rest: object) -> Profile:
    affiliation = rest.pop("affiliation", None)
    scoped = stays_in_article("person", name, role, affiliation)  # type: ignore[arg-type]
    given = {"scope": f"doc{number}" if scoped else None, "affiliation": affiliation, **rest}
    return Profile(id=number, kind="person", name=name, role=role, **given)  # type: ignore[arg-type]


def clusters(profiles: list[Profile], **rest: object) -> set[tuple[int, ...]]:
    return {s.members for s in resolve(profiles, **rest).sources}  # type: ignore[arg-type]


MINISTER = [
    profile(0, "Sri Mulyani", "Menteri Keuangan", documents=5),
    profile(1, "Sri Mulyani Indrawati", "Menkeu", documents=3),
    profile(2, "Menkeu Sri Mulyani"),
    profile(3, "Sri Mulyani Indrawati", "Menteri Keuangan RI"),
]


def test_the_ministers_variants_are_one_expert() -> None:
    assert clusters(MINISTER) == {(0, 1, 2, 3)}


def test_two_people_of_one_name_stay_two_and_are_listed() -> None:
    people = [
        profile(0, "Budi Santoso", "Kapolres Garut", first=20240301, last=20240301),
        profile(1, "Budi Santoso", "Kepala Desa Sukamaju", first=20240302, last=20240302),
        profile(2, "Budi Santoso", first=20240302, last=20240302),
    ]
    resolution = resolve(people)
    assert {s.members for s in resolution.sources} == {(0,), (1,), (2,)}
    assert (0, 2) in {(c.left, c.right) for c in resolution.candidates}


def test_an_ambiguous_short_name_joins_neither() -> None:
    people = [
        profile(0, "Hartadi Wiguna", "Kapolda Riau", documents=4),
        profile(1, "Hartadi Sukmono", "Kapolda Riau", documents=4),
        profile(2, "Hartadi", "Kapolda Riau"),
    ]
    assert clusters(people) == {(0,), (1,), (2,)}


def test_a_short_name_joins_the_fuller_one_of_its_article() -> None:
    people = [
        profile(0, "Hartadi Wiguna", "Kapolda Riau"),
        profile(1, "Hartadi", others=frozenset({"hartadi wiguna"})),
    ]
    assert clusters(people) == {(0, 1)}


def test_the_same_words_speak_for_one_person() -> None:
    one = [profile(0, "Mufti Anamta"), profile(1, "Mufti Anamta")]
    alike = [
        profile(2, "Anamta", statements=frozenset({7})),
        profile(3, "Anamta", statements=frozenset({7})),
    ]
    assert clusters(one) == {(0, 1)}
    assert clusters(alike) == {(2, 3)}
    assert clusters([profile(2, "Anamta"), profile(3, "Anamta")]) == {(2,), (3,)}


def test_relatives_and_juniors_stay_apart() -> None:
    people = [
        profile(0, "Herman Wiryawan", "Kapolda Riau"),
        profile(1, "Tina Herman Wiryawan"),
        profile(2, "Herman Wiryawan Jr"),
    ]
    assert (0,) in clusters(people)


def test_initials_name_nobody_outside_the_article() -> None:
    assert clusters([profile(0, "AB", "tersangka"), profile(1, "AB", "tersangka")]) == {(0,), (1,)}


def test_order_of_profiles_changes_nothing() -> None:
    people = [*MINISTER, profile(4, "Budi Santoso", "Kapolres Garut")]
    expected = clusters(people)
    for order in permutations(people):
        assert clusters(list(order)) == expected


def test_comparison_is_symmetric_and_sums_its_evidence() -> None:
    ab, ba = compare(MINISTER[0], MINISTER[1]), compare(MINISTER[1], MINISTER[0])
    assert ab is not None
    assert ba is not None
    assert ab.bits == ba.bits == sum(e.bits for e in ab.evidence) >= JOIN


def test_overrides_force_and_forbid() -> None:
    budi = [
        profile(0, "Budi Santoso", "Kapolres Garut"),
        profile(1, "Budi Santoso", "pelatih", affiliation="Persib"),
    ]
    same = parse_overrides(
        "same: Budi Santoso | Kapolres = Budi Santoso | pelatih  # kami tahu", "o"
    )
    assert clusters(budi, overrides=same) == {(0, 1)}
    apart = parse_overrides("different: Sri Mulyani != Sri Mulyani Indrawati", "o")
    assert clusters(MINISTER[:2], overrides=apart) == {(0,), (1,)}
    unused = parse_overrides("same: Tak Ada = Budi Santoso", "o")
    assert resolve(budi, unused).unused == ("same: Tak Ada = Budi Santoso",)


def test_an_authority_spells_a_body_in_its_own_way(tmp_path: Path) -> None:
    file = tmp_path / "lembaga.csv"
    file.write_text("id,name,aliases,role,affiliation\nQ7,Bank Pajajaran,Bank Lestari,,\n")
    bodies = bodies_of(("Bank Padjadjaran", 1), ("Bank Lestari", 2), ("Bank Samudra", 3))
    found = resolve(bodies, (), read_authorities(file)).sources
    assert {s.members: s.authority for s in found} == {(0, 1): "Q7", (2,): None}


def test_two_forms_of_one_bodys_name_can_be_told_apart() -> None:
    bodies = bodies_of(("KPK", 1), ("Komisi Pemberantasan Korupsi", 2), ("KPK RI", 3))
    rulings = parse_overrides("different: KPK != Komisi Pemberantasan Korupsi", "o")
    assert clusters(bodies) == {(0, 1, 2)}
    assert {s.members for s in resolve(bodies, rulings).sources} == {(0, 2), (1,)}


def test_override_faults_are_all_named() -> None:
    with pytest.raises(OverrideError) as caught:
        parse_overrides("same: A\n\nmerge: A = B\nsame: A = A\n", "f.txt")
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "f.txt:1", "f.txt:3", "f.txt:4",
    ]  # fmt: skip


def test_organisations_join_by_their_own_rules() -> None:
    bodies = [
        Profile(id=0, kind="organization", name="Kemenkeu"),
        Profile(id=1, kind="organization", name="Kementerian Keuangan"),
        Profile(id=2, kind="organization", name="Forum Petani Lereng Merapi (FPLM)"),
        Profile(id=3, kind="organization", name="FPLM"),
        Profile(id=4, kind="group", name="warga", scope="d1"),
        Profile(id=5, kind="group", name="warga", scope="d2"),
        Profile(id=6, kind="anonymous", name="seorang pejabat", scope="d1"),
    ]
    assert clusters(bodies) == {(0, 1), (2, 3), (4,), (5,), (6,)}
    assert join_bodies([], {}, (), {}) == []


def test_organisations_are_spelt_differently_but_numbered_apart() -> None:
    names = ("Komisi XI DPR", "Komisi XII DPR", "Bank Padjadjaran", "Bank Pajajaran")
    bodies = [Profile(id=i, kind="organization", name=name) for i, name in enumerate(names)]
    assert clusters(bodies) == {(0,), (1,), (2, 3)}


def bodies_of(*named: tuple[str, int]) -> list[Profile]:
    """Bodies by their name and the number of their article."""
    return [
        Profile(
            id=i, kind="organization", name=name, articles=frozenset([article]),
            scope=f"d{article}" if stays_in_article("organization", name, None, None) else None,
        )
        for i, (name, article) in enumerate(named)
    ]  # fmt: skip


def test_organisations_are_spelt_in_several_ways() -> None:
    names = (
        "Dinas Perhubungan Tegal", "Dinas Pehubungan Tegal", "SaveLaut", "Save Laut",
        "Komunitas Laut Jawa Bersih", "Komunitas Laut Bersih Jawa", "Dinas Perhutanan Tegal",
    )  # fmt: skip
    assert clusters(bodies_of(*((n, i) for i, n in enumerate(names)))) == {
        (0, 1), (2, 3), (4, 5), (6,),
    }  # fmt: skip


def test_where_a_tier_stands_tells_towns_apart() -> None:
    names = ("Kepolisian Resor Kota Tangerang", "Kepolisian Resor Metro Tangerang Kota")
    assert clusters(bodies_of(*((n, i) for i, n in enumerate(names)))) == {(0,), (1,)}


def test_a_short_name_is_explained_by_the_fuller_one_of_its_article() -> None:
    bodies = bodies_of(
        ("KBRI", 1), ("KBRI Oslo", 1), ("KBRI", 2), ("DPRD", 3), ("DPRD Tegal", 3),
        ("DPRD Brebes", 3), ("SPLI", 4), ("Serikat Pekerja Laut Indonesia", 4), ("SPLI", 5),
        ("Forum Nelayan", 6), ("Forum Nelayan dan Petambak", 6), ("Dinas Kesehatan", 7),
        ("Dinas Kesehatan", 8), ("Galeslab", 9),
        ("Gabungan Pengusaha Alat Lestari dan Laboratorium", 9),
        ("Garam", 9), ("Melati", 10), ("Melati United", 10), ("Forum Sawah", 11),
        ("Forum Sawah dan Universitas Lestari", 11),
    )  # fmt: skip
    assert clusters(bodies) == {
        (0, 1), (2,), (3,), (4,), (5,), (6, 7, 8), (9, 10), (11,), (12,), (13, 14), (15,), (16, 17),
        (18,), (19,),
    }  # fmt: skip


def test_authority_links_ids(tmp_path: Path) -> None:
    file = tmp_path / "tokoh.csv"
    file.write_text(
        "id,name,aliases,role,affiliation\nQ1,Sri Mulyani Indrawati,SMI;Bu Ani,Menkeu,\n"
    )
    known = read_authorities(file)
    assert known == (Authority("Q1", "Sri Mulyani Indrawati", ("SMI", "Bu Ani"), "Menkeu", None),)
    sources = resolve(MINISTER, (), known).sources
    assert [(s.members, s.authority) for s in sources] == [((0, 1, 2, 3), "Q1")]


def test_authority_faults_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "tokoh.jsonl"
    file.write_text('{"id": "Q1", "name": "A"}\n{"id": 3}\n{"id": "Q1", "name": "B"}\n')
    with pytest.raises(AuthorityError) as caught:
        read_authorities(file)
    assert ":2:" in str(caught.value)
    assert ":3:" in str(caught.value)


def test_b_cubed_by_hand() -> None:
    gold: dict[Hashable, Hashable] = {1: "a", 2: "a", 3: "b"}
    perfect = b_cubed(gold, {1: 0, 2: 0, 3: 1})
    assert (perfect.precision, perfect.recall) == (1.0, 1.0)
    merged = b_cubed(gold, {1: 0, 2: 0, 3: 0})
    assert merged.recall == 1.0
    assert merged.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert joined_pairs([("a", "b")], gold, {1: 0, 2: 1, 3: 1}) == (("a", "b"),)


def test_a_common_noun_names_no_body_outside_its_article() -> None:
    for name in ("Perseroan", "Kepolisian", "Manajemen"):
        assert stays_in_article("organization", name, None, None)
    for name in ("KPK", "Kepolisian Resor Sukamaju", "Perseroan Terbatas Sinar Makmur Abadi"):
        assert not stays_in_article("organization", name, None, None)
