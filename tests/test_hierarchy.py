"""What is a kind of what: pairs from the packaged tables, and the rules on tiny tables of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.concepts.hierarchy import Hierarchy, ancestors, concept, descendants, is_a
from eligo.entities.lexicon import TERM_COLUMNS
from eligo.errors import LexiconError
from eligo.schema import Concept

YES = """
pembrolizumab pd1_or_pdl1; pembrolizumab pd1; pembrolizumab checkpoint; pembrolizumab immunotherapy; pembrolizumab mab
toripalimab pd1_or_pdl1; sintilimab pd1; camrelizumab pd1; tislelizumab anticancer; atezolizumab pdl1
ipilimumab checkpoint; ipilimumab ctla4; cisplatin platinum; nedaplatin platinum; carboplatin chemotherapy
oxaliplatin systemic_anticancer; docetaxel taxanes; nab_paclitaxel taxanes; capecitabine fluoropyrimidines
gefitinib egfr_tki; gefitinib vegfr_or_egfr_tki; apatinib vegfr_tki; anlotinib targeted; osimertinib kinase_inhibitors
bevacizumab antiangiogenic; prednisone corticosteroids; prednisone corticosteroids_systemic
prednisone immunosuppressants; fluticasone corticosteroids_inhaled; clobetasol corticosteroids
cyclosporine immunosuppressants; adalimumab tnf
adalimumab bdmard; methotrexate csdmard; methotrexate chemotherapy; tamoxifen endocrine; leuprolide adt
filgrastim g_csf; pegfilgrastim growth_factors; mecapegfilgrastim peg_g_csf; epoetin_alfa growth_factors
ketoconazole cyp3a4_strong_inhibitors; ketoconazole cyp3a4_inhibitors; rifampin cyp3a4_strong_inducers
amiodarone qt_prolonging; ibuprofen nsaids; aspirin antiplatelets; empagliflozin sglt2; semaglutide glp1
tenofovir_disoproxil hbv_antivirals; dolutegravir antiretrovirals; warfarin anticoagulants; rivaroxaban doac
live_zoster_vaccine live_vaccine; yellow_fever_vaccine vaccines; lisinopril antihypertensives; atorvastatin statins
morphine opioids; sertraline ssri; diazepam benzodiazepines; insulin_glargine insulin; sacubitril_valsartan arb
"""
NO = """
carboplatin pd1; carboplatin pd1_or_pdl1; pembrolizumab pdl1; atezolizumab pd1; pembrolizumab platinum
ipilimumab pd1_or_pdl1; bevacizumab checkpoint; docetaxel platinum; gefitinib vegfr_tki; apatinib egfr_tki
gefitinib chemotherapy; cisplatin targeted; cisplatin immunotherapy; pembrolizumab chemotherapy; tamoxifen chemotherapy
clobetasol corticosteroids_systemic; clobetasol immunosuppressants; fluticasone immunosuppressants
prednisone corticosteroids_topical; dexamethasone corticosteroids_inhaled; dexamethasone corticosteroids_topical
prednisone nsaids; prednisone biologic; acetaminophen nsaids; epoetin_alfa g_csf; filgrastim esa; filgrastim peg_g_csf
fluconazole cyp3a4_strong_inhibitors; rifampin cyp3a4_inhibitors; sirolimus calcineurin; methotrexate biologic
metformin insulin; metformin sglt2; sitagliptin glp1; insulin_glargine oral_antidiabetics; warfarin doac
aspirin anticoagulants; clopidogrel anticoagulants; lidocaine antiarrhythmics; recombinant_zoster_vaccine live_vaccine
bnt162b2 live_vaccine; acyclovir antiretrovirals; entecavir antiretrovirals; fluconazole antibiotics
amoxicillin antifungals; lisinopril arb; losartan ace; atorvastatin fibrates; morphine nsaids; naloxone opioids
sertraline snri; sertraline antipsychotics; alcohol antidotes; st_john_s_wort cyp3a4_inhibitors; nicotine illicit_drugs
ibuprofen opioids; trastuzumab egfr_inhibitors; cetuximab tki; rituximab her2; levothyroxine corticosteroids
adalimumab anticancer; ocrelizumab anticancer; lecanemab anticancer; sirolimus anticancer
medroxyprogesterone anticancer
osilodrostat corticosteroids; lithium antipsychotics; iloprost antiplatelets; bosentan antihypertensives
bevacizumab intravitreal_antivegf; verteporfin antiangiogenic; lofexidine opioids; mirabegron anticholinergics
atomoxetine stimulants; palivizumab immunoglobulins; sumatriptan analgesics; midodrine inotropes; nystatin antibiotics
hydroxychloroquine anti_infectives; tacrolimus topical_calcineurin; topical_tretinoin anticancer; alcohol illicit_drugs
"""


def pairs(block: str) -> list[tuple[str, str]]:
    found = []
    for pair in block.replace("\n", ";").split(";"):
        if pair.strip():
            drug, group = pair.split()
            found.append((f"drug:{drug}", f"class:{group}"))
    return found


def test_there_are_enough_pairs() -> None:
    assert len(pairs(YES)) >= 30
    assert len(pairs(NO)) >= 30


@pytest.mark.parametrize(("drug", "group"), pairs(YES))
def test_belongs(drug: str, group: str) -> None:
    assert is_a(concept(drug), concept(group))


@pytest.mark.parametrize(("drug", "group"), pairs(NO))
def test_does_not_belong(drug: str, group: str) -> None:
    assert not is_a(concept(drug), concept(group))


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [
        ("class:pd1", "class:pd1_or_pdl1", True),
        ("class:pd1_or_pdl1", "class:pd1", False),
        ("class:platinum", "class:chemotherapy", True),
        ("class:chemotherapy", "class:alkylating", False),
        ("class:ssri", "class:psychotropics", True),
        ("class:corticosteroids", "class:immunosuppressants", False),
        ("class:corticosteroids_systemic", "class:corticosteroids", True),
        ("drug:nab_paclitaxel", "drug:paclitaxel", True),
        ("drug:paclitaxel", "drug:nab_paclitaxel", False),
        ("drug:mecapegfilgrastim", "drug:peg_rhg_csf", True),
        ("drug:filgrastim", "drug:peg_rhg_csf", False),
        ("drug:emtricitabine_tenofovir_disoproxil", "drug:emtricitabine", True),
        ("regimen:folfox", "drug:oxaliplatin", True),
        ("regimen:folfox", "class:platinum", True),
        ("regimen:folfox", "class:taxanes", False),
        ("regimen:r_chop", "class:anti_cd20", True),
        ("regimen:chop", "class:anti_cd20", False),
        ("regimen:chop", "class:corticosteroids_systemic", True),
        ("drug:cisplatin", "drug:cisplatin", True),
        ("drug:cisplatin", "regimen:gp", False),
    ],
)
def test_classes_combinations_and_regimens(child: str, parent: str, expected: bool) -> None:
    assert is_a(concept(child), concept(parent)) is expected


def test_ancestors_and_descendants_mirror_each_other() -> None:
    for id in ("drug:cisplatin", "drug:pembrolizumab", "regimen:tpf", "class:pd1"):
        above = ancestors(id)
        assert above
        assert id not in above
        assert all(id in descendants(parent) for parent in above)


def test_what_is_above_all_of_a_class_is_above_its_members() -> None:
    for member in descendants("class:pd1"):
        assert ancestors("class:pd1") <= ancestors(member)


def test_an_unknown_id_is_a_key_error() -> None:
    for call in (concept, ancestors, descendants):
        with pytest.raises(KeyError):
            call("drug:no_such_thing")


def test_a_coded_medication_of_a_record_is_placed_by_its_code() -> None:
    record = Concept("record:1", "Keytruda 100 mg/4 ml", {"ATC": ("L01FF02",)})
    assert is_a(record, concept("drug:pembrolizumab"))
    assert is_a(record, concept("class:pd1"))
    assert is_a(record, concept("class:anticancer"))
    assert not is_a(record, concept("class:pdl1"))
    assert not is_a(record, concept("drug:nivolumab"))
    paclitaxel = Concept("record:2", "paclitaxel", {"ATC": ("L01CD01",)})
    assert is_a(paclitaxel, concept("class:taxanes"))
    assert not is_a(paclitaxel, concept("drug:nab_paclitaxel"))


ROWS = """
class:a	drug	group a		ATC:L01FF
class:b	drug	group b			class:a
class:wide	drug	wide group		ATC:L01
class:one	drug	one of them		ATC:L01FF02
class:mixed	drug	mixed group		ATC:L01FF|ATC:N02
drug:x	drug	drug x		ATC:L01FF02	class:b
drug:y	drug	drug y		ATC:L01FF02
drug:two	drug	two uses		ATC:N02BA01|ATC:L01FF09
cond:npc	condition	carcinoma of nasopharynx		ICD-10-CM:C11
cond:npc_wall	condition	carcinoma of its wall		ICD-10-CM:C11.2
cond:npc_kind	condition	one kind of it		ICD-10-CM:C11	cond:npc
cond:npc_twin	condition	the same code		ICD-10-CM:C11
cond:hep_b	condition	hepatitis b		ICD-10-CM:B16|ICD-10-CM:B18.1
cond:hep	condition	hepatitis b or c		ICD-10-CM:B16|ICD-10-CM:B18
"""


def write(path: Path, rows: str) -> str:
    lines = ["\t".join(TERM_COLUMNS)]
    for row in rows.strip().splitlines():
        cells = [*row.split("\t"), "", "", ""][:6]
        lines.append("\t".join([*cells, "made up"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Hierarchy:
    return Hierarchy([write(tmp_path_factory.mktemp("lexicon") / "tiny.tsv", ROWS)])


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        ("drug:x", {"class:a", "class:b", "class:wide", "class:one", "class:mixed"}),
        ("drug:y", {"class:a", "class:wide", "class:one", "class:mixed"}),  # not drug:x: a drug's code groups nothing
        ("drug:two", {"class:a", "class:wide", "class:mixed"}),  # any of its uses
        ("class:a", {"class:wide", "class:mixed"}),
        ("class:b", {"class:a", "class:wide", "class:mixed"}),
        ("class:mixed", set()),  # only some of its codes lie in the wide group
        ("cond:npc_wall", {"cond:npc", "cond:npc_twin"}),  # npc_kind says more than its code
        ("cond:npc_kind", {"cond:npc"}),
        ("cond:npc", set()),  # the same code makes neither the other
        ("cond:hep_b", {"cond:hep"}),
        ("cond:hep", set()),
    ],
)
def test_rules(tiny: Hierarchy, child: str, parents: set[str]) -> None:
    assert tiny.ancestors(child) == parents


def test_a_strange_code_takes_the_most_general_row(tiny: Hierarchy) -> None:
    coded = Concept("icd:C11.9", "malignant neoplasm of nasopharynx, unspecified", {"ICD-10-CM": ("C11.9",)})
    assert tiny.is_a(coded, tiny.concept("cond:npc"))
    assert not tiny.is_a(coded, tiny.concept("cond:npc_wall"))
    exact = Concept("icd:C11", "malignant neoplasm of nasopharynx", {"ICD-10-CM": ("C11",)})
    assert not tiny.is_a(exact, tiny.concept("cond:npc_kind"))
    assert tiny.is_a(tiny.concept("cond:npc_wall"), exact)
    assert not tiny.is_a(exact, Concept("icd:C11.2", "posterior wall", {"ICD-10-CM": ("C11.2",)}))
    assert not tiny.is_a(Concept("text:x", "no code at all"), tiny.concept("cond:npc"))


def test_codes_outside_prefix_systems_must_be_equal(tmp_path: Path) -> None:
    genes = Hierarchy([write(tmp_path / "genes.tsv", "bio:met\tbiomarker\tMET\t\tHGNC:MET")])
    assert genes.is_a(Concept("gene:1", "MET", {"HGNC": ("MET",)}), genes.concept("bio:met"))
    assert not genes.is_a(Concept("gene:2", "METTL3", {"HGNC": ("METTL3",)}), genes.concept("bio:met"))


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        ("class:a\tdrug\ta\t\t\tclass:b\nclass:b\tdrug\tb\t\t\tclass:a", 2, "is above itself"),
        ("class:a\tdrug\ta\t\t\tclass:a", 2, "is above itself"),
        ("class:a\tdrug\ta\nclass:b\tdrug\tb\t\t\tclass:gone", 3, "'class:gone', which no table has"),
        ("class:a\tdrug\ta\nclass:a\tdrug\tb", 3, "stands in"),
    ],
)
def test_a_wrong_table_is_blamed(tmp_path: Path, rows: str, line: int, problem: str) -> None:
    path = write(tmp_path / "wrong.tsv", rows)
    with pytest.raises(LexiconError, match=problem) as caught:
        Hierarchy([path])
    assert caught.value.path == path
    assert caught.value.line == line
