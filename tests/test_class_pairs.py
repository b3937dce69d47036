"""Who belongs to a class and who does not: drugs and diagnoses as a clinician sorts them, both equally often."""

from __future__ import annotations

import pytest

from eligo.concepts.hierarchy import is_a
from eligo.entities.lexicon import default_lexicon
from eligo.schema import Concept

# class: members / what is near and no member
PAIRS = """
    PD-(L)1 inhibitor: pembrolizumab, nivolumab / ipilimumab, trastuzumab
    PD-(L)1 inhibitor: atezolizumab, toripalimab / osimertinib, cisplatin
    checkpoint inhibitor: ipilimumab, durvalumab, nivolumab / rituximab, bevacizumab, imatinib
    platinum-based chemotherapy: cisplatin, carboplatin, oxaliplatin / paclitaxel, gemcitabine, irinotecan
    anthracyclines: doxorubicin, epirubicin, idarubicin / etoposide, vincristine, docetaxel
    taxanes: paclitaxel, docetaxel, nab-paclitaxel / vinorelbine, eribulin, doxorubicin
    EGFR TKI: erlotinib, gefitinib, osimertinib / cetuximab, crizotinib, sunitinib
    corticosteroids: prednisone, dexamethasone, hydrocortisone / ibuprofen, methotrexate, testosterone
    NSAIDs: ibuprofen, naproxen, diclofenac / paracetamol, tramadol, prednisone
    anticoagulants: warfarin, apixaban, enoxaparin / aspirin, clopidogrel, tranexamic acid
    opioids: morphine, oxycodone, fentanyl / naloxone, gabapentin, ketamine
    statins: atorvastatin, simvastatin / ezetimibe, fenofibrate
    beta blockers: metoprolol, bisoprolol / amlodipine, lisinopril
    ACE inhibitors: enalapril, ramipril / losartan, amlodipine
    SGLT2 inhibitors: empagliflozin, dapagliflozin / sitagliptin, metformin
    GLP-1 agonists: semaglutide, liraglutide / insulin glargine, sitagliptin
    antidepressants: sertraline, amitriptyline / quetiapine, diazepam
    antipsychotics: olanzapine, haloperidol / sertraline, lorazepam
    benzodiazepines: lorazepam, diazepam / zolpidem, buspirone
    vaccines: Tdap vaccine, DTaP vaccine / immunoglobulin, penicillin V
    penicillins: amoxicillin, penicillin V / cephalexin, azithromycin
    autoimmune disease: rheumatoid arthritis, lupus / osteoarthritis, gout
    autoimmune disease: Crohn's disease, multiple sclerosis / asthma, irritable bowel syndrome
    cardiovascular disease: myocardial infarction, heart failure / pneumonia, migraine
    cardiovascular disease: stroke, peripheral arterial disease / anemia, COPD
    heart disease: atrial fibrillation, aortic stenosis / deep vein thrombosis, asthma
    heart disease: cardiomyopathy / carotid stenosis
    psychiatric disorder: schizophrenia, bipolar disorder / epilepsy, Parkinson's disease
    psychiatric disorder: major depressive disorder / stroke
    immunodeficiency: HIV, common variable immunodeficiency, hypogammaglobulinemia / hepatitis B, asthma, lupus
    infection: pneumonia, tuberculosis, hepatitis C, salmonellosis / COPD, sarcoidosis, pancreatitis, gastritis
    viral infection: influenza, HHV-8, herpes zoster / candidiasis, malaria, cellulitis
    bacterial infection: tuberculosis, listeriosis / aspergillosis, hepatitis B
    fungal infection: aspergillosis, mucormycosis / tuberculosis, toxoplasmosis
    malignancy: breast cancer, multiple myeloma / uterine fibroids, lipoma
    malignancy: glioblastoma, uveal melanoma / hemangioma, colonic polyp
    hematologic malignancy: acute myeloid leukemia, mantle cell lymphoma / breast cancer, aplastic anemia
    CNS metastases: brain metastases, leptomeningeal disease / glioblastoma, bone metastases
    interstitial lung disease: idiopathic pulmonary fibrosis, pneumonitis / COPD, asthma
    liver disease: cirrhosis, hepatitis B, primary biliary cholangitis / gastritis, kidney stones, colitis
    kidney disease: nephrotic syndrome, ESRD / cirrhosis, cystitis
    neurological disease: epilepsy, Parkinson's disease, encephalopathy / schizophrenia, gout, asthma
    brain disease: encephalitis, brain abscess / peripheral neuropathy, carpal tunnel syndrome
    eye disease: glaucoma, uveitis, optic neuritis / otitis media, sinusitis, migraine
    endocrine disorder: hypothyroidism, acromegaly, adrenal insufficiency / gout, hyperkalemia, anemia
    bleeding disorder: hemophilia, von Willebrand disease / deep vein thrombosis, iron deficiency anemia
    spinal disease: spinal stenosis / osteoporosis
    heart block: LBBB, second degree AV block / atrial fibrillation, ventricular tachycardia
    esophageal disease: esophagitis, Barrett's esophagus / gastritis, pancreatitis
    glioma: gliosarcoma, pilocytic astrocytoma / meningioma, medulloblastoma
    sarcoma: osteosarcoma, leiomyosarcoma / melanoma, carcinosarcoma
"""
CASES = [
    (name, group, belongs)
    for group, _, sides in (line.strip().partition(": ") for line in PAIRS.strip().splitlines())
    for side, belongs in zip(sides.split(" / "), (True, False), strict=True)
    for name in side.split(", ")
]


def concept(words: str) -> Concept:
    (mention,) = default_lexicon().find(words)
    assert mention.concept is not None
    return mention.concept


def test_the_table_is_large_and_even() -> None:
    assert len(CASES) >= 150
    assert 0.45 <= sum(belongs for *_, belongs in CASES) / len(CASES) <= 0.55


@pytest.mark.parametrize(("name", "group", "belongs"), CASES)
def test_belongs(name: str, group: str, belongs: bool) -> None:
    assert is_a(concept(name), concept(group)) is belongs
