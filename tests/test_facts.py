"""A note's statements → facts. Mentions come from a tiny lexicon, and cues are set by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from eligo.entities.analytes import analyte_terms
from eligo.entities.lexicon import Lexicon, Term
from eligo.entities.quantities import find_quantities
from eligo.entities.times import find_dates
from eligo.logic.facts import build_patient
from eligo.schema import (
    Analysis,
    Concept,
    Cue,
    CueCategory,
    Document,
    Fact,
    Patient,
    Period,
    Skipped,
    Statement,
)

DAY = "2022-03-24"

TERMS = """
cond:fever condition fever
cond:hypertension condition hypertension
cond:asthma condition asthma
cond:npc condition nasopharyngeal carcinoma
cond:neuropathy condition neuropathy
cond:infarction condition myocardial infarction
cond:metastasis condition metastasis
cond:rash condition rash
cond:gallstones condition gallstones
drug:prednisone drug prednisone
drug:metformin drug metformin
drug:cisplatin drug cisplatin
drug:gemcitabine drug gemcitabine
drug:nivolumab drug nivolumab
drug:penicillin drug penicillin
drug:lisinopril drug lisinopril
drug:salbutamol drug salbutamol
proc:appendectomy procedure appendectomy
proc:ct procedure CT
proc:surgery procedure surgery
bio:her2 biomarker HER2
bio:er biomarker estrogen_receptor
bio:egfr biomarker EGFR_mutation
bio:pd_l1 biomarker PD-L1
bio:hbsag biomarker HBsAg
repro:pregnant reproductive pregnant
repro:pregnancy_test reproductive pregnancy_test
repro:postmenopausal reproductive postmenopausal
lesion:measurable lesion measurable_lesion
allergy:no_known_allergies allergy no_known_allergies NKDA|no_known_drug_allergies
allergy:latex allergy latex
part:trial participation another_clinical_trial
demo:life_expectancy life_expectancy life_expectancy
att:consent attestation informed_consent
""".strip().splitlines()


@cache
def lexicon() -> Lexicon:
    terms = []
    for row in TERMS:
        id_, label, name, *synonyms = row.split()
        name = name.replace("_", " ")
        if len(synonyms) > 1 or (synonyms and "|" not in synonyms[0]):
            name, synonyms = " ".join([name, *synonyms]), []
        forms = tuple(s.replace("_", " ") for s in synonyms[0].split("|")) if synonyms else ()
        terms.append(Term(label, Concept(id_, name), forms, ()))
    return Lexicon([*terms, *(t for t in analyte_terms() if t.concept.id.startswith(("lab:", "vital:", "scale:")))])


def patient(
    *lines: str,
    section: str | None = None,
    cues: tuple[tuple[CueCategory, str, str], ...] = (),
    day: str | None = DAY,
    index: str | None = None,
    headings: tuple[str, ...] = (),
) -> Patient:
    """The patient of a note of `lines`, each one statement; `headings` are lines that are none.

    Cues are category, words, and the name of what they speak of.
    """
    text, statements, skipped, analyses = "", [], [], []
    for n, line in enumerate((*headings, *lines)):
        start = len(text)
        text += line + "\n"
        if n < len(headings):
            skipped.append(Skipped(start, len(text) - 1, "heading"))
            continue
        statements.append(Statement(f"N{n}", "note", line, start, start + len(line), section=section))
    for statement in statements:
        mentions = list(lexicon().find(statement.text, statement.start))
        for category, words, of in cues:
            at = statement.text.find(words)
            if at >= 0:
                cue = Cue(category, words, at + statement.start, at + statement.start + len(words))
                mentions = [replace(m, cues=(*m.cues, cue)) if m.name == of else m for m in mentions]
        quantities = find_quantities(statement.text, statement.start)
        times = find_dates(statement.text, statement.start, document_date=day)
        analyses.append(Analysis(statement, tuple(mentions), tuple(quantities), tuple(times)))
    dates = {} if day is None else {"document": day}
    document = Document(text, "P1", tuple(statements), tuple(skipped), "note.txt", dates=dates)
    result = build_patient(document, analyses, index_date=index)
    for fact in result.facts:
        assert text[fact.start : fact.end] == fact.text
        assert fact.source == "note.txt"
    return result


def one(*lines: str, name: str, **more: object) -> Fact:
    """The only fact of this name."""
    found = [f for f in patient(*lines, **more).facts if f.name == name]  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("54-year-old man", 54),
        ("A 54 year old woman", 54),
        ("54 y/o man", 54),
        ("54yo F", 54),
        ("61 yo F with asthma", 61),
        ("58M with asthma", 58),
        ("58 F who fell", 58),
        ("Aged 61", 61),
        ("Age: 54", 54),
        ("a 3 month old infant", 0.25),
        ("A sixty-two-year-old man", 62),
        ("Patient is 47 years old.", 47),
    ],
)
def test_age(text: str, years: float) -> None:
    found = patient(text)
    assert found.age == pytest.approx(years)
    assert [f.type for f in found.facts if f.type == "age"] == ["age"]


@pytest.mark.parametrize(
    "text",
    [
        "Menarche at age 12",
        "Diagnosed at the age of 45",
        "Her 12-year-old son is well",
        "Mother, aged 80, is well",
        "BP 120/80",
        "She is in no distress",
        "30 mg daily",
    ],
)
def test_no_age(text: str) -> None:
    assert patient(text).age is None


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("54-year-old man", "male"),
        ("54-year-old right-handed woman", "female"),
        ("61 yo F with asthma", "female"),
        ("58M with asthma", "male"),
        ("Sex: F", "female"),
        ("Gender: male", "male"),
        ("Mr. Example fell", "male"),
        ("Ms. Example fell", "female"),
        ("This is a pleasant gentleman", "male"),
        ("54-year-old man whose wife, a nurse, came along", "male"),
    ],
)
def test_sex(text: str, sex: str) -> None:
    assert patient(text).sex == sex


def test_pronouns_are_weak_evidence() -> None:
    fact = one("The patient says she fell.", name="sex")
    assert (fact.value, fact.assumed) == ("female", ("sex",))
    assert patient("He says that she fell.").sex is None


def test_family_history_says_nothing_of_the_patient() -> None:
    found = patient("Mother, a 70-year-old woman", section="family_history")
    assert (found.sex, found.age) == (None, None)


@pytest.mark.parametrize(
    ("text", "born"),
    [("DOB: 1968-05-02", "1968-05-02"), ("Date of birth 05/02/1968", "1968-05-02"), ("born in 1968", "1968")],
)
def test_birth_date(text: str, born: str) -> None:
    assert patient(text).birth_date == born


def test_age_at_the_index_date_from_the_birth_date() -> None:
    assert patient("DOB: 1968-05-02").age == 53
    assert patient("DOB: 1968-05-02", index="2022-05-02").age == 54
    assert patient("born in 1968", index="2022-05-02").age is None


def test_stated_age_is_counted_on() -> None:
    assert patient("54-year-old man", index="2024-04-01").age == 56
    assert patient("54-year-old man", day=None, index="2024-04-01").age == 54


def test_life_expectancy() -> None:
    fact = one("Life expectancy is about 9 months.", name="life expectancy")
    assert (fact.type, fact.value, fact.unit, fact.comparator) == ("life_expectancy", 9, "mo", "~")


@pytest.mark.parametrize(
    ("text", "cues", "assertion"),
    [
        ("Fever.", (), "present"),
        ("No fever.", (("negated", "No", "fever"),), "absent"),
        ("Possible fever.", (("possible", "Possible", "fever"),), "possible"),
        ("Return if fever.", (("hypothetical", "if", "fever"),), "hypothetical"),
        ("Mother had fever.", (("family", "Mother", "fever"),), "family"),
        ("History of fever.", (("historical", "History of", "fever"),), "historical"),
        ("Return if no fever.", (("hypothetical", "if", "fever"), ("negated", "no", "fever")), "hypothetical"),
        ("Possible past fever.", (("possible", "Possible", "fever"), ("historical", "past", "fever")), "possible"),
        ("A 3-day history of fever.", (("historical", "history of", "fever"),), "present"),
        ("A 44-year-old with fever.", (("historical", "old", "fever"),), "present"),
    ],
)
def test_assertion(text: str, cues: tuple[tuple[CueCategory, str, str], ...], assertion: str) -> None:
    assert one(text, name="fever", cues=cues).assertion == assertion


def test_family_section_and_denials_about_the_family() -> None:
    assert one("Asthma in an aunt", name="asthma", section="family_history").assertion == "family"
    none = one("No asthma", name="asthma", section="family_history", cues=(("negated", "No", "asthma"),))
    assert (none.assertion, [c.category for c in none.cues]) == ("family", ["negated"])
    one_of_them = patient("Mother: no asthma", section="family_history", cues=(("negated", "no", "asthma"),))
    assert [f for f in one_of_them.facts if f.name == "asthma"] == []


@pytest.mark.parametrize(
    ("text", "section", "status"),
    [
        ("Hypertension", "past_medical_history", None),
        ("History of asthma", None, "history"),
        ("Asthma, resolved", None, "resolved"),
        ("Asthma has now resolved", None, "resolved"),
        ("Resolved asthma", None, "resolved"),
        ("Asthma in complete remission", None, "history"),
        ("5-year history of asthma", None, None),
        ("Asthma", "problem_list", None),
    ],
)
def test_status_of_conditions(text: str, section: str | None, status: str | None) -> None:
    (fact,) = [f for f in patient(text, section=section).facts if f.type == "condition"]
    assert fact.status == status
    assert fact.assertion == "present"


@pytest.mark.parametrize(
    ("text", "name", "field", "value"),
    [
        ("Stage IVA nasopharyngeal carcinoma", "nasopharyngeal carcinoma", "stage", "IVA"),
        ("Nasopharyngeal carcinoma, stage III", "nasopharyngeal carcinoma", "stage", "III"),
        ("Grade 2 neuropathy", "neuropathy", "grade", 2),
        ("Severe asthma", "asthma", "severity", "severe"),
        ("Moderate to severe asthma", "asthma", "severity", "moderate to severe"),
        ("Hypertension, poorly controlled", "hypertension", "severity", "poorly controlled"),
        ("Hypertension for 10 years, well controlled", "hypertension", "severity", "well controlled"),
        ("Uncontrolled hypertension", "hypertension", "severity", "uncontrolled"),
        ("Hypertension, severe asthma", "hypertension", "severity", None),
        ("Metastasis to the liver", "metastasis", "site", "liver"),
        ("Metastases in the left lung", "metastasis", "site", "lung"),
        ("Metastasis", "metastasis", "site", None),
    ],
)
def test_aspects_of_conditions(text: str, name: str, field: str, value: object) -> None:
    assert getattr(one(text, name=name), field) == value


def test_a_grade_of_a_condition_is_no_score() -> None:
    assert [f.type for f in patient("Grade 2 neuropathy").facts] == ["condition"]


@pytest.mark.parametrize(
    ("text", "dose", "unit", "route"),
    [
        ("prednisone 10 mg daily", 10, "mg/d", None),
        ("prednisone 20 mg BID", 40, "mg/d", None),
        ("prednisone 5 mg PO TID", 15, "mg/d", "oral"),
        ("prednisone 20 mg by mouth twice a day", 40, "mg/d", "oral"),
        ("prednisone 10 mg every other day", 5, "mg/d", None),
        ("prednisone 40 mg IV q6h", 160, "mg/d", "intravenous"),
        ("prednisone 5 mg tablet, take 1 tablet daily", 5, "mg/d", "oral"),
        ("prednisone 10 mg/day", 10, "mg/d", None),
        ("prednisone 30 mg weekly", 30, "mg/wk", None),
        ("prednisone 10 mg", 10, "mg", None),
        ("20 mg of prednisone daily", 20, "mg/d", None),
        ("oral prednisone", None, None, "oral"),
        ("prednisone inhaler", None, None, "inhaled"),
    ],
)
def test_dose_and_route(text: str, dose: float | None, unit: str | None, route: str | None) -> None:
    fact = one(text, name="prednisone", section="medications")
    assert fact.status == "ongoing"
    assert fact.route == route
    stated = None if fact.dose is None else (fact.dose.low, fact.dose.high, fact.dose.unit)
    assert stated == (None if dose is None else (dose, dose, unit))


def test_each_drug_its_dose() -> None:
    found = {
        f.name: f.dose for f in patient("metformin 500 mg BID, lisinopril 10 mg daily", section="medications").facts
    }
    assert found["metformin"] is not None
    assert found["lisinopril"] is not None
    assert (found["metformin"].low, found["lisinopril"].low) == (1000, 10)


@pytest.mark.parametrize(
    ("text", "section", "status"),
    [
        ("prednisone", "medications", "ongoing"),
        ("prednisone", "medications_stopped", "stopped"),
        ("Prednisone was stopped", None, "stopped"),
        ("Discontinued prednisone", None, "stopped"),
        ("prednisone, last dose 2022-01-05", None, "stopped"),
        ("Completed prednisone", None, "stopped"),
        ("s/p prednisone", None, "stopped"),
        ("She continues prednisone", None, "ongoing"),
        ("She currently takes prednisone", None, "ongoing"),
        ("Will start prednisone", None, "planned"),
        ("Plan to begin prednisone", None, "planned"),
        ("Start prednisone", "plan", "planned"),
        ("Treated with prednisone", None, None),
    ],
)
def test_status_of_drugs(text: str, section: str | None, status: str | None) -> None:
    assert one(text, name="prednisone", section=section).status == status


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Treated with cisplatin", "exposure"),
        ("Progressed on cisplatin", "resistance"),
        ("Progression during cisplatin", "resistance"),
        ("Refractory to cisplatin", "resistance"),
        ("Resistant to cisplatin", "resistance"),
        ("Cisplatin-refractory disease", "resistance"),
        ("Failed cisplatin", "resistance"),
        ("Cisplatin until progression", "resistance"),
        ("Cisplatin until 2021-12, when she progressed", "resistance"),
        ("Progressed after cisplatin", "exposure"),
        ("Intolerant of cisplatin", "intolerance"),
        ("Did not tolerate cisplatin", "intolerance"),
        ("Cisplatin stopped due to toxicity", "intolerance"),
        ("Allergic to cisplatin", "hypersensitivity"),
        ("Cisplatin allergy", "hypersensitivity"),
        ("Anaphylaxis to cisplatin", "hypersensitivity"),
        ("On a stable dose of cisplatin", "stable_dose"),
    ],
)
def test_relation(text: str, relation: str) -> None:
    assert one(text, name="cisplatin").relation == relation


def test_allergy_section() -> None:
    found = {f.name: f for f in patient("Penicillin (rash)", "latex", section="allergies").facts}
    assert (found["penicillin"].type, found["penicillin"].relation) == ("drug", "hypersensitivity")
    assert found["rash"].assertion == "historical"
    assert found["latex"].type == "allergy"


def test_a_substance_alone_is_no_allergy() -> None:
    assert patient("Latex gloves were used").facts == ()
    assert one("Allergic to latex", name="latex").type == "allergy"


@pytest.mark.parametrize(
    ("text", "name", "assertion"),
    [
        ("NKDA", "drug allergy", "absent"),
        ("No known drug allergies", "drug allergy", "absent"),
        ("No known allergies", "no known allergies", "present"),
        ("None.", "no known allergies", "present"),
        ("none known", "no known allergies", "present"),
    ],
)
def test_no_allergies(text: str, name: str, assertion: str) -> None:
    fact = one(text, name=name, section="allergies")
    assert (fact.type, fact.assertion) == ("allergy", assertion)


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("HER2 positive", "HER2", "positive", None),
        ("HER2-negative", "HER2", "negative", None),
        ("HER2: negative", "HER2", "negative", None),
        ("HER2 was not detected", "HER2", "negative", None),
        ("Positive for HER2", "HER2", "positive", None),
        ("HER2 2+", "HER2", "2+", None),
        ("HER2 not amplified", "HER2", "not amplified", None),
        ("EGFR mutation negative", "EGFR mutation", "negative", None),
        ("PD-L1 TPS 60%", "PD-L1", 60, "%"),
        ("PD-L1 expression of 5 %", "PD-L1", 5, "%"),
        ("HBsAg nonreactive", "HBsAg", "negative", None),
        ("HBsAg (-)", "HBsAg", "negative", None),
        ("Urine pregnancy test negative", "pregnancy test", "negative", None),
        ("HER2 to be tested", "HER2", None, None),
    ],
)
def test_result(text: str, name: str, value: object, unit: str | None) -> None:
    fact = one(text, name=name)
    assert (fact.value, fact.unit, fact.assertion) == (value, unit, "present")


def test_a_denial_that_is_the_result_is_said_once() -> None:
    fact = one("HER2 not detected", name="HER2", cues=(("negated", "not detected", "HER2"),))
    assert (fact.value, fact.assertion, fact.cues) == ("negative", "present", ())


def test_a_denied_biomarker_is_absent() -> None:
    assert (
        one("No EGFR mutation", name="EGFR mutation", cues=(("negated", "No", "EGFR mutation"),)).assertion == "absent"
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Two measurable lesions", 2, None),
        ("CT on 2022-03-03 shows 3 measurable lesions", 3, None),
        ("Measurable lesion of 2.3 cm", 2.3, "cm"),
        ("A measurable lesion", None, None),
    ],
)
def test_lesions(text: str, value: float | None, unit: str | None) -> None:
    fact = one(text, name="measurable lesion")
    assert (fact.value, fact.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "name", "time"),
    [
        ("Myocardial infarction in 2015", "myocardial infarction", "2015"),
        ("2019: appendectomy", "appendectomy", "2019"),
        ("In March 2021 he had an appendectomy", "appendectomy", "2021-03"),
        ("Appendectomy (2019)", "appendectomy", "2019"),
        ("Asthma since 2015", "asthma", Period("2015", None)),
        ("Cisplatin from 2021-01 to 2021-06", "cisplatin", Period("2021-01", "2021-06")),
        ("Cisplatin until 2020", "cisplatin", Period(None, "2020")),
        ("Appendectomy two months ago", "appendectomy", "2022-01"),
        ("Appendectomy 4 days ago", "appendectomy", "2022-03-20"),
        ("Fever x 3 days", "fever", Period("2022-03-21", DAY)),
        ("Hypertension, asthma since 2015", "hypertension", None),
        ("Hypertension and asthma since 2015", "hypertension", Period("2015", None)),
        ("Asthma. Appendectomy in 2019", "asthma", None),
        ("Asthma, presented on 2022-03-01", "asthma", None),
        ("CT on 2022-03-01 shows gallstones", "gallstones", "2022-03-01"),
        ("CT on 2022-03-01 shows gallstones", "CT", "2022-03-01"),
        ("Fever in the past 6 months", "fever", None),
        ("Asthma", "asthma", None),
    ],
)
def test_time(text: str, name: str, time: object) -> None:
    assert one(text, name=name).time == time


def test_a_regimen_shares_its_period() -> None:
    found = {
        f.name: f.time for f in patient("Cisplatin and gemcitabine from June 2021 to July 2021, then nivolumab").facts
    }
    period = Period("2021-06", "2021-07")
    assert found == {"cisplatin": period, "gemcitabine": period, "nivolumab": None}


def test_periods_one_after_another() -> None:
    text = "Cisplatin from 2020-01 to 2020-06, then nivolumab from 2020-07 to 2021-01"
    found = {f.name: f.time for f in patient(text).facts}
    assert found == {"cisplatin": Period("2020-01", "2020-06"), "nivolumab": Period("2020-07", "2021-01")}


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (("Started cisplatin on 2022-01-10; last dose 2022-03-01.",), Period("2022-01-10", "2022-03-01")),
        (("Started cisplatin on 2022-01-10.", "Last dose on 2022-03-01."), Period("2022-01-10", "2022-03-01")),
        (("Cisplatin, last dose 2022-03-01",), Period(None, "2022-03-01")),
        (("Cisplatin, stopped in 2021",), Period(None, "2021")),
    ],
)
def test_end_of_a_drug(lines: tuple[str, ...], period: Period) -> None:
    fact = one(*lines, name="cisplatin")
    assert (fact.status, fact.time) == ("stopped", period)


def test_end_of_a_habit() -> None:
    fact = one("Asthma for 30 years, ended in 2015", name="asthma")
    assert (fact.status, fact.time) == ("history", Period(None, "2015"))


def test_resolved_is_no_denial() -> None:
    fact = one("Asthma in March 2021, resolved", name="asthma", cues=(("negated", "resolved", "asthma"),))
    assert (fact.assertion, fact.status, fact.time) == ("present", "resolved", "2021-03")


def test_weeks_ago_are_marked_as_about() -> None:
    fact = one("Appendectomy 3 weeks ago", name="appendectomy")
    assert (fact.time, fact.assumed) == ("2022-03-03", ("time",))


def test_what_was_not_so_was_not_so_all_the_time() -> None:
    fact = one("No fever in the past 6 months", name="fever", cues=(("negated", "No", "fever"),))
    assert (fact.assertion, fact.time) == ("absent", Period("2021-09-24", DAY))


def test_measurements_take_the_notes_date() -> None:
    fact = one("ANC 4.1 x10^9/L", name="neutrophils")
    assert (fact.value, fact.unit, fact.time, fact.assumed) == (4.1, "10*9/L", DAY, ("time",))
    assert one("ANC 4.1 x10^9/L", name="neutrophils", day=None).time is None


def test_a_dated_heading_dates_its_rows() -> None:
    fact = one("ANC 4.1 x10^9/L", name="neutrophils", section="labs", headings=("LABS 2022-03-01",))
    assert (fact.time, fact.assumed) == ("2022-03-01", ())


def test_a_row_with_a_date_dates_the_rows_below() -> None:
    assert one("Date: 2022-03-01", "ANC 4.1 x10^9/L", name="neutrophils", section="labs").time == "2022-03-01"


def test_a_date_before_a_colon_dates_all_that_follows() -> None:
    found = patient("Labs (2022-03-01): ANC 4.1 x10^9/L; platelets 301 x10^9/L")
    assert {f.time for f in found.facts} == {"2022-03-01"}


def test_a_date_behind_values_dates_them_all() -> None:
    found = patient("ANC 4.1 x10^9/L, platelets 301 x10^9/L on 2022-03-01")
    assert {f.time for f in found.facts} == {"2022-03-01"}


def test_reproductive_and_participation() -> None:
    assert one("Postmenopausal since 2018", name="postmenopausal").time == Period("2018", None)
    assert one("She is not pregnant", name="pregnant", cues=(("negated", "not", "pregnant"),)).assertion == "absent"
    assert one("Takes part in another clinical trial", name="another clinical trial").type == "participation"


def test_planned_surgery() -> None:
    assert one("Scheduled for surgery", name="surgery").status == "planned"
    assert one("Surgery scheduled", name="surgery").status == "planned"


def test_attestations_are_facts_where_stated() -> None:
    (fact,) = patient("Informed consent was signed").facts
    assert (fact.type, fact.name, fact.assertion) == ("attestation", "informed consent", "present")


def test_qualifiers_in_the_words_of_criteria() -> None:
    found = patient("Relapsed, locally advanced asthma").facts
    assert [f.severity for f in found if f.type == "condition"] == ["recurrent, locally advanced"]


def test_facts_stand_in_order_and_once() -> None:
    found = patient("Asthma", "Hypertension", "Asthma")
    assert [f.name for f in found.facts] == ["asthma", "hypertension"]


def test_patient_fields() -> None:
    found = patient("54-year-old man")
    assert (found.id, found.index_date) == ("P1", DAY)
    assert found.texts == (("note.txt", "54-year-old man\n"),)
    assert patient("54-year-old man", index="2022-05-01").index_date == "2022-05-01"


def test_an_empty_note_has_no_facts() -> None:
    assert patient().facts == ()


def test_a_long_statement_takes_no_quadratic_time() -> None:
    import time

    text = "asthma, prednisone 10 mg daily, HER2 positive, ANC 2 x10^9/L, " * 800
    start = time.process_time()
    patient(text)
    assert time.process_time() - start < 20
