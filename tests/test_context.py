"""ConText on statements: each marked sentence says which cues its mentions get."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest
import spacy

from eligo.attributes.context import ContextCues, CueRule, read_cues
from eligo.errors import LexiconError
from eligo.schema import CueCategory, Mention

MARK = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<label>[a-z]+)(?P<categories>[a-z ]*)\)")
LABELS = {"condition", "drug", "procedure", "biomarker", "measurement", "reproductive", "lesion"}


def read_marked(marked: str) -> tuple[str, list[Mention], list[set[str]]]:
    """``No [fever](condition negated)`` → text, mentions, the categories each must have."""
    text, cursor = "", 0
    mentions: list[Mention] = []
    expected: list[set[str]] = []
    for m in MARK.finditer(marked):
        text += marked[cursor : m.start()]
        start = len(text)
        text += m["text"]
        cursor = m.end()
        mentions.append(Mention(m["label"], m["text"], m["text"], start, len(text)))
        expected.append(set(m["categories"].split()))
    text += marked[cursor:]
    wrong = [c for cs in expected for c in cs if c not in get_args(CueCategory)]
    if not mentions or wrong or re.search(r"[\[\]]", text) or any(m.label not in LABELS for m in mentions):
        raise ValueError(f"no mark, or an unreadable one, in {marked!r}")
    return text, mentions, expected


NOTES = [
    # before the mention
    "No [fever](condition negated) or [chills](condition negated).",
    "There is no evidence of [ascites](condition negated), [edema](condition negated) or [gout](condition negated).",
    "She denies [cough](condition negated), [hemoptysis](condition negated) and [night sweats](condition negated).",
    "Abdomen soft without [tenderness](condition negated).",
    "He has never had a [stroke](condition negated) and never received [methotrexate](drug negated).",
    "Absence of [lymphadenopathy](condition negated); [splenomegaly](condition) is marked.",
    "The joint is free of [effusion](condition negated).",
    "Screening was negative for [hepatitis C](condition negated).",
    "He doesn't have [diabetes](condition negated) and can't recall [asthma](condition negated).",
    "She cannot have had [shingles](condition negated).",
    "Neither [rash](condition negated) nor [itching](condition negated) was reported.",
    # behind the mention
    "[Deep vein thrombosis](condition negated) was ruled out by ultrasound.",
    "[Metastases](condition negated) were not detected.",
    "[Malignancy](condition negated) is very unlikely.",
    "[HIV](condition negated): negative",
    "[HIV](condition negated) (negative)",
    "[Edema](condition negated): none; [Rash](condition): mild",
    "[Smoking](condition negated): no, [asthma](condition): yes",
    "[MRI](procedure negated) was not performed.",
    # scope
    "No [fever](condition negated), but [cough](condition) for a week.",
    "No [angina](condition negated) except for [palpitations](condition) on exertion.",
    "No [wheeze](condition negated). [Crackles](condition) at both bases.",
    "Extremities: No [clubbing](condition negated), [cyanosis](condition negated), or [edema](condition negated).",
    "Denies [nausea](condition negated). Reports [vomiting](condition).",
    "[Anemia](condition) (no [iron deficiency](condition negated)) and [gout](condition)",
    "Dose of 1.5 mg without [rash](condition negated) or [fever](condition negated)",
    # what only looks like negation
    "No change in [pulmonary nodule](condition).",
    "Not only [diabetes](condition) but also [hypertension](condition).",
    "CT without contrast shows a [liver lesion](lesion).",
    "Gram negative [sepsis](condition).",
    "[Psoriasis](condition) with or without [arthritis](condition).",
    "[EGFR mutation](biomarker) negative",  # its value, not its absence
    # uncertain
    "Possible [pneumonia](condition possible) on the film.",
    "[Sarcoidosis](condition possible) cannot be excluded.",
    "Findings suspicious for [lymphoma](condition possible).",
    "We cannot rule out [tuberculosis](condition possible).",
    "[Gout](condition possible) vs. [cellulitis](condition possible)",
    # conditional
    "Call if [fever](condition hypothetical) or [bleeding](condition hypothetical).",
    "Ibuprofen as needed for [pain](condition hypothetical).",
    "Patient is at high risk for [stroke](condition hypothetical).",
    "Scheduled for [colonoscopy](procedure hypothetical) in May.",
    # past
    "History of [myocardial infarction](condition historical).",
    "Status post [appendectomy](procedure historical).",
    "Findings fit the patient's known [cirrhosis](condition historical).",
    "PMH: [asthma](condition historical), [eczema](condition historical)",
    "[Hepatitis A](condition historical) 20 years ago.",
    "Clinical history: [dyspnea](condition)",
    "A 61-year-old man with [asthma](condition)",
    "History of [gout](condition historical), currently [pneumonia](condition)",
    # somebody else
    "Family history of [breast cancer](condition family) and [glaucoma](condition family).",
    "Mother had [lupus](condition family); patient has [gout](condition).",
    "[Colon cancer](condition family) in his father.",
    "Daughter has noticed [confusion](condition) for a week.",
    "Increasing [agitation](condition) according to her parents.",
]

CRITERIA = [
    "No prior [chemotherapy](procedure negated historical)",
    "Must not have received [cisplatin](drug negated) or [carboplatin](drug negated)",
    "Patients must have [melanoma](condition) and be willing to use [contraception](reproductive hypothetical)",
    "If [liver metastases](condition) are present",
    "[Hypertension](condition) that should be treated with [lisinopril](drug)",
    "Without [brain metastases](condition negated) and with [measurable disease](lesion)",
    "No history of the following: [stroke](condition negated historical); [gout](condition negated historical)",
    "Asthma requiring [prednisone](drug hypothetical) or worse",
    "Unable to undergo [MRI](procedure hypothetical)",
    "[Surgery](procedure hypothetical) is planned",
    "Women with [angina](condition) who are scheduled for [angioplasty](procedure hypothetical)",
    "Adults who are scheduled elective [colonoscopy](procedure hypothetical)",
    "Scheduled for [lung cancer](condition) [surgery](procedure hypothetical)",
    "Planned [removal](procedure hypothetical) of an [implant](procedure hypothetical)",
    "[Dialysis](procedure hypothetical) expected within six months",
    "[Kidney transplant](procedure hypothetical) candidates",
    "Disease that required [chemotherapy](drug)",
    "Unable to read the questions ([blindness](condition))",
    "Consent to an [epidural](procedure hypothetical)",
    "Drugs that may lead to [arrhythmia](condition hypothetical)",
    "Willing to comply with [blood tests](procedure hypothetical)",
    "Illness that may affect the [results](procedure)",
    "Patients who [smoke](condition) may be included",
    "At risk of falls; [gout](condition)",
    "None of these: [gout](condition negated), [lupus](condition negated)",
    "Without organ impairment: [bilirubin](measurement) below the limit",
    "No more than two [biopsies](procedure)",
    "[Aspirin](drug), including but not limited to low doses",
    "[Aspirin](drug negated)-naive patients",
    "Patients with [gout](condition) will not be excluded",
    "Not eligible for [surgery](procedure hypothetical)",
    "Unfit for [radiotherapy](procedure hypothetical)",
    "Suspected [sepsis](condition possible)",
    "Suspected [sepsis](condition possible), [pneumonia](condition possible) or [meningitis](condition possible)",
    "Suspected [sepsis](condition possible), [heart failure](condition)",
    "Findings suggesting [stroke](condition possible) with a [seizure](condition)",
    "[Glaucoma](condition possible) suspicion",
    "History of [seizures](condition historical) within 6 months prior to [surgery](procedure historical)",
    "Family history of [long QT syndrome](condition family)",
    "Personal or family history of [melanoma](condition historical)",
    "History of or current [hepatitis B](condition)",
    "No response to [methotrexate](drug)",
    "Topical [steroids](drug) are not considered [immunosuppressants](drug)",
    "Women with a negative [pregnancy test](reproductive) and [childbearing potential](reproductive)",
    "No [anaemia](condition negated)\n   or\n   [thrombocytopenia](condition negated)",
]


@pytest.fixture(scope="module")
def cues() -> ContextCues:
    return ContextCues(spacy.blank("en"))


def categories(cues: ContextCues, marked: str, kind: str) -> tuple[list[set[str]], list[set[str]]]:
    text, mentions, expected = read_marked(marked)
    decided = cues.decide(text, mentions, offset=0, kind=kind)  # type: ignore[arg-type]
    return [{c.category for c in m.cues} for m in decided], expected


@pytest.mark.parametrize("marked", NOTES)
def test_notes(cues: ContextCues, marked: str) -> None:
    found, expected = categories(cues, marked, "note")
    assert found == expected


@pytest.mark.parametrize("marked", CRITERIA)
def test_criteria(cues: ContextCues, marked: str) -> None:
    found, expected = categories(cues, marked, "inclusion")
    assert found == expected
    assert found == categories(cues, marked, "exclusion")[0]


@pytest.mark.parametrize("marked", ["no mark", "[fever](condition maybe)", "[fever(condition)"])
def test_marks_are_checked(marked: str) -> None:
    with pytest.raises(ValueError, match="in "):
        read_marked(marked)


def test_a_cue_is_quoted_where_it_stands(cues: ContextCues) -> None:
    text = "Chest: no  evidence of pneumonia"
    start = text.index("pneumonia")
    mention = Mention("condition", "pneumonia", "pneumonia", start + 100, start + 109)
    (decided,) = cues.decide(text, [mention], offset=100, kind="note")
    (cue,) = decided.cues
    assert (cue.category, cue.text) == ("negated", "no  evidence of")
    assert text[cue.start - 100 : cue.end - 100] == cue.text


def test_long_statements_take_linear_time(cues: ContextCues) -> None:
    def seconds(n: int) -> float:
        text = "no rash, no fever and history of gout " * n
        mentions = [Mention("condition", "fever", "fever", m.start(), m.end()) for m in re.finditer("fever", text)]
        begin = time.process_time()
        decided = cues.decide(text, mentions, offset=0, kind="inclusion")
        assert sum("negated" in {c.category for c in m.cues} for m in decided) > 0.97 * n  # a cut can part a cue
        return time.process_time() - begin

    seconds(10)
    short, long = (min(seconds(n) for _ in range(3)) for n in (130, 1300))  # the least: others may use the machine
    assert long < 20 * short  # 50,000 characters


def test_the_vocabulary_does_not_grow() -> None:
    nlp = spacy.blank("en")
    cues = ContextCues(nlp)
    categories(cues, NOTES[0], "note")
    before = len(nlp.vocab.strings)
    for n in range(50):
        categories(cues, f"No word{n} of thing{n} or [fever](condition negated)", "note")
    assert len(nlp.vocab.strings) == before


def test_it_pickles() -> None:
    cues = ContextCues(spacy.blank("en"))
    categories(cues, NOTES[0], "note")
    found, expected = categories(pickle.loads(pickle.dumps(cues)), NOTES[0], "note")
    assert found == expected


def table(tmp_path: Path, row: str) -> Path:
    path = tmp_path / "cues.tsv"
    path.write_text(f"cue\tcategory\tdirection\tpattern\tmax_scope\tlabels\twhere\tsource\n{row}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("no\tdenied\tforward\t\t\t\tall\tus", "category is 'denied'"),
        ("no\tnegated\tup\t\t\t\tall\tus", "direction is 'up'"),
        ("no\tnegated\tforward\t\tfar\t\tall\tus", "max_scope counts tokens"),
        ("no\tnegated\tforward\t\t\t\there\tus", "where is 'here'"),
        ("no\tnegated\tforward\tno? any?\t\t\tall\tus", "every word"),
        ("no\tnegated\tforward\t\t\t\tall\t", "source"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(LexiconError, match=problem) as error:
        list(read_cues(table(tmp_path, row)))
    assert error.value.line == 2


@pytest.mark.parametrize("place", ["note", "criteria"])
def test_no_wording_has_two_rules(place: str) -> None:
    seen: dict[str, CueRule] = {}
    for rule in read_cues():
        for phrase in rule.phrases() if rule.where in ("all", place) else ():
            assert seen.setdefault(phrase, rule) is rule, f"{phrase!r}: {rule} and {seen[phrase]}"


def test_own_rules(tmp_path: Path) -> None:
    (rule,) = read_cues(table(tmp_path, "sans\tnegated\tforward\t\t2\t!drug\tall\tus"))
    assert rule == CueRule("sans", "negated", "forward", (), 2, frozenset({"drug"}), True, "all")
    cues = ContextCues(
        spacy.blank("en"), [rule, CueRule("but #", "terminate", "terminate", ((frozenset({"#"}), False),))]
    )
    found, expected = categories(cues, "sans [fever](condition negated), no [rash](condition)", "note")
    assert found == expected
    assert categories(cues, "sans [aspirin](drug)", "note")[0] == [set()]


def test_medspacy_stays_whole() -> None:
    """Nobody who uses medspaCy or nltk beside us notices how they were imported, and nothing is said on stderr."""
    code = """
import sys, warnings
filters = list(warnings.filters)
from eligo.attributes.deferred import import_context
context = import_context()
assert warnings.filters == filters
import medspacy, nltk.tokenize
assert medspacy.context is context and context.ConText
assert "sklearn" in sys.modules and type(nltk).__name__ == "module", "the real nltk, once asked for"
nlp = medspacy.load(medspacy_enable=["medspacy_target_matcher", "medspacy_context"])
assert nlp.pipe_names == ["medspacy_target_matcher", "medspacy_context"]
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_medspacy_is_imported_when_needed() -> None:
    code = """
import sys, spacy
from eligo.attributes.context import ContextCues
from eligo.schema import Mention
cues = ContextCues(spacy.blank("en"))
fever = Mention("condition", "fever", "fever", 0, 5)
assert cues.decide("fever", [fever], offset=0, kind="note") == (fever,)
assert "medspacy" not in sys.modules
cues.decide("fever: none", [fever], offset=0, kind="note")
assert "medspacy" in sys.modules and "sklearn" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
