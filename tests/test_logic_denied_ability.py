"""What cannot be, is not indicated, does not apply, or is withheld from a permission; how a thing was shown."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

INCLUSION, EXCLUSION = "Inclusion", "Exclusion"

CASES = [
    # "cannot" forbids among the exclusions only where it is said of the participants' own state
    (EXCLUSION, "Cannot swallow tablets", "no ability to swallow tablets"),
    (EXCLUSION, "Can not give informed consent", "no informed consent"),
    (EXCLUSION, "Can not tolerate oral medication", "no ability to swallow tablets"),
    (EXCLUSION, "Participants cannot be pregnant", "pregnant"),
    (EXCLUSION, "Women of childbearing potential cannot be breastfeeding", "if childbearing potential (female) then"),
    (EXCLUSION, "Subjects were not to have a history of gout", "history of gout"),
    (EXCLUSION, "Angina that cannot be controlled", "angina and no controlled angina"),
    # what cannot be done to a thing denies nothing behind it
    (EXCLUSION, "Implants that cannot be removed, gout, asthma", "gout or asthma"),
    (EXCLUSION, "Gout that cannot be managed with colchicine", "gout and no colchicine"),
    # no indication, availability or possibility
    (
        INCLUSION,
        "Leukemia for which a bone marrow biopsy is not indicated",
        "leukemia and no indication for bone marrow",
    ),
    (EXCLUSION, "Not available for surgery", "no availability for surgery"),
    (EXCLUSION, "Patients in whom a colonoscopy could not be performed", "no colonoscopy"),
    (EXCLUSION, "Tumors for which MRI would not be feasible", "tumor and no MRI"),
    (INCLUSION, "Patients who are not candidates for surgery", "not able to undergo the procedure"),
    # to whom a rule does not apply
    (
        INCLUSION,
        "Negative pregnancy test (not applicable to women with a hysterectomy)",
        "pregnancy test negative, except (sex female and hysterectomy)",
    ),
    (
        EXCLUSION,
        "Cancer. This criterion does not apply to patients with melanoma.",
        "malignancy, except melanoma",
    ),
    # a part that begins as an exception
    (
        EXCLUSION,
        "Gout; cancer; with the exception of melanoma; asthma",
        "gout or (malignancy, except melanoma) or asthma",
    ),
    (EXCLUSION, "Steroids; except for prednisone", "corticosteroids, except prednisone"),
    # what a permission withholds
    (INCLUSION, "Prior chemotherapy is allowed, except for cisplatin", "no cisplatin"),
    (INCLUSION, "Hormones are permitted unless given for gout", None),
    (INCLUSION, "Prior surgery is allowed, except in patients with gout", "not (prior surgery and gout)"),
    (EXCLUSION, "Rhinitis is allowed unless it is active", "active rhinitis"),
    # how a thing was shown is not asked, when it was shown is
    (INCLUSION, "No infection as assessed by MRI or biopsy", "no infection"),
    (INCLUSION, "Gout as shown by X-ray, asthma", "gout and asthma"),
    (INCLUSION, "Pneumonia confirmed by MRI or X-ray within 3 weeks", "confirmed pneumonia and (MRI within 3 weeks"),
    (INCLUSION, "Asthma as evidenced by wheezing", "asthma and wheezing"),
    # with or without it, in other words
    (EXCLUSION, "Fracture, associated or not with gout", "fracture"),
    # what is said of a thing names another that is not asked
    (EXCLUSION, "Angina not relieved by nitroglycerin, gout", "angina or gout"),
    # a parenthesis behind a denial: for whom it is, what says it again, what shows it
    (EXCLUSION, "Not using contraception (if female)", "no contraception and sex female"),
    (EXCLUSION, "No birth control (in women)", "no contraception and sex female"),
    (INCLUSION, "No pregnancy (if female)", "if sex female then not pregnant"),
    (INCLUSION, "No gout (if on diuretics)", "if diuretics then no gout"),
    (INCLUSION, "Negative pregnancy test (if female)", "if sex female then pregnancy test negative"),
    (INCLUSION, "No autoimmune disease (no history of lupus)", "no autoimmune disease and no systemic lupus"),
    (EXCLUSION, "Absence of neurological disease (no stroke)", "no neurological disease and no stroke"),
    (INCLUSION, "No infection (negative cultures)", "no infection"),
    (INCLUSION, "No heart disease (normal ECG)", "no heart disease and electrocardiogram normal"),
    (INCLUSION, "No lung disease (asthma, COPD)", "none of: (asthma or chronic obstructive pulmonary disease)"),
    # why someone is unable is no denial
    (EXCLUSION, "Unable to undergo MRI (pacemaker, claustrophobia)", "no ability to undergo MRI"),
    (EXCLUSION, "Inability to swallow (stroke or dementia)", "no ability to swallow tablets"),
    (INCLUSION, "No condition that could interfere with the study (asthma, gout)", "none of: (asthma or gout)"),
    # abnormal results of examinations, of all that the list names
    (
        INCLUSION,
        "No clinically significant abnormalities on physical examination or ECG",
        "none of: (clinically significant physical examination abnormality or clinically significant electrocardiogram",
    ),
    (
        INCLUSION,
        "No abnormalities in physical examination, vital signs, ECG, and laboratory tests",
        "none of: (physical examination abnormality or abnormal vital signs",
    ),
    (INCLUSION, "No clinically significant abnormality", "no clinically significant"),
    # a list of exceptions behind a colon, each of which is allowed
    (
        EXCLUSION,
        "Cancer, with the following exceptions: melanoma is allowed; lymphoma may be included",
        "malignancy, except melanoma or lymphoma",
    ),
    (EXCLUSION, "Cancer, unless disease-free for 5 years, except melanoma", "malignancy, except disease-free for"),
    # a relative clause of its own
    (EXCLUSION, "Drug abuse that cannot stop, or who have gout", "drug abuse or gout"),
    # harm by a drug is no use of it
    (
        EXCLUSION,
        "Hypersensitivity or known side effects of tamsulosin",
        "hypersensitivity to tamsulosin or intolerance",
    ),
    (EXCLUSION, "Participation in a drug or medical device clinical trial", "another clinical trial"),
    # not cured
    (EXCLUSION, "Gout, any not cured malignancy, asthma", "gout or not cured malignancy or"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_denied(kind: str, text: str, expected: str | None) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    if expected is None:
        assert criterion.logic is None
    else:
        assert criterion.logic is not None
        assert render(criterion.logic).startswith(expected)
