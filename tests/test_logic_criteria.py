# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Criteria of our own and what eligo understands of them: the rendering is the test of understanding."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

INCLUSION, EXCLUSION = "Inclusion", "Exclusion"

# kind, criterion, its tree in words, the words left over
CASES: list[tuple[str, str, str, tuple[str, ...]]] = [
    (
        INCLUSION,
        "At least one measurable lesion per RECIST 1.1 that has not been irradiated",
        "measurable lesion ≥ 1 (RECIST 1.1) and no radiotherapy of the lesion",
        (),
    ),
    (
        INCLUSION,
        "If female, may participate if she is not pregnant and not breastfeeding",
        "if sex female then (not pregnant and not lactating)",
        (),
    ),
    (
        INCLUSION,
        "Patients with HIV infection are eligible if CD4 is above 350/µL",
        "if HIV infection then CD4 count > 350 /µL",
        (),
    ),
    (EXCLUSION, "Patients likely to undergo surgery", "planned surgery", ()),
    (EXCLUSION, "Cancer likely to recur", "malignancy", ("recur",)),
    (EXCLUSION, "Dialysis within the former 3 months", "dialysis within 3 months before", ()),
    (EXCLUSION, "Nausea or vomiting of grade 2 or worse", "grade ≥ 2 nausea or grade ≥ 2 vomiting", ()),
    (INCLUSION, "No persistent grade ≥ 2 toxicity of prior treatment", "no CTCAE grade 2, 3, 4, 5", ()),
    (
        INCLUSION,
        "Hemoglobin ≥ 12 g/dL in males or 11 g/dL in females, platelets ≥ 100 x 10^9/L",
        "(hemoglobin ≥ 12 g/dL (male) or hemoglobin ≥ 11 g/dL (female)) and platelets ≥ 100 ×10⁹/L",
        (),
    ),
    (
        INCLUSION,
        "AST ≤ 2.5 × ULN (5 × ULN if liver metastases are present)",
        "if liver metastases then AST ≤ 5 × ULN, else AST ≤ 2.5 × ULN",
        (),
    ),
    (
        EXCLUSION,
        "Hypothyroidism that is untreated (TSH outside the normal range)",
        "untreated hypothyroidism and no TSH within normal limits",
        (),
    ),
    (INCLUSION, "Fever or cough, dyspnea, and fatigue", "(fever or cough) and dyspnea and fatigue", ()),
    (EXCLUSION, "Persistent toxicities of grade ≥ 2 from prior chemotherapy", "CTCAE grade 2, 3, 4, 5", ()),
    (
        INCLUSION,
        "A lesion, not previously irradiated, that can be measured per RECIST 1.1",
        "measurable lesion ≥ 1 (RECIST 1.1) and no prior radiotherapy of the lesion",
        (),
    ),
    (
        INCLUSION,
        "SpO2 ≥ 92%; for those with COPD, ≥ 88%",
        "if chronic obstructive pulmonary disease then oxygen saturation ≥ 88 %, else oxygen saturation ≥ 92 %",
        (),
    ),
    (INCLUSION, "Meets 2 of 3: fever, cough, dyspnea", "at least 2 of (fever; cough; dyspnea)", ()),
    (
        EXCLUSION,
        "More than two of these: fever, cough, dyspnea, chills",
        "at least 3 of (fever; cough; dyspnea; chills)",
        (),
    ),
    (INCLUSION, "Fever or cough, and dyspnea", "(fever or cough) and dyspnea", ()),
    (INCLUSION, "Fever and either cough or dyspnea", "fever and (cough or dyspnea)", ()),
    (INCLUSION, "ECOG 0-1 (Karnofsky ≥ 70)", "ECOG 0, 1 or Karnofsky ≥ 70", ()),
    (EXCLUSION, "TSH outside the normal range", "no TSH within normal limits", ()),
    (EXCLUSION, "Abnormal serum potassium", "no potassium within normal limits", ()),
    (
        EXCLUSION,
        "Anemia, defined as hemoglobin < 8 g/dL or hematocrit < 24%",
        "anemia and (hemoglobin < 8 g/dL or hematocrit < 24 %)",
        (),
    ),
    (
        INCLUSION,
        "INR ≤ 1.5, or ≤ 3.0 if receiving warfarin",
        "if concurrent warfarin then INR ≤ 3, else INR ≤ 1.5",
        (),
    ),
    (
        INCLUSION,
        "Men: hemoglobin > 13 g/dL; women: hemoglobin > 12 g/dL",
        "hemoglobin > 13 g/dL (male) and hemoglobin > 12 g/dL (female)",
        (),
    ),
    (
        INCLUSION,
        "Diabetic patients must have HbA1c < 8%",
        "if diabetes mellitus then HbA1c < 8 %",
        (),
    ),
    (
        INCLUSION,
        "Karnofsky ≥ 50 for patients > 16 years of age and Lansky ≥ 50 for patients ≤ 16 years of age",
        "(if age > 16 years then Karnofsky ≥ 50) and (if age ≤ 16 years then Lansky ≥ 50)",
        (),
    ),
    (
        EXCLUSION,
        "Two or more of the following: obesity, hypertension, smoking",
        "at least 2 of (obesity; hypertension; tobacco use)",
        (),
    ),
    (
        EXCLUSION,
        "Asthma and COPD, or bronchiectasis",
        "(asthma and chronic obstructive pulmonary disease) or bronchiectasis",
        (),
    ),
    (INCLUSION, "Diabetes or hypertension and obesity", "diabetes mellitus or (hypertension and obesity)", ()),
    (EXCLUSION, "Either heart failure or renal failure", "heart failure or kidney failure", ()),
    (INCLUSION, "Neither pregnant nor breastfeeding", "not pregnant and not lactating", ()),
    (EXCLUSION, "Immunosuppressants (e.g. azathioprine, methotrexate)", "immunosuppressants", ()),
    (
        EXCLUSION,
        "Thrombocytosis (e.g., platelets > 600 x 10^9/L)",
        "thrombocytosis or platelets > 600 ×10⁹/L",
        (),
    ),
    (EXCLUSION, "Illness that would limit life expectancy to less than 6 months", "life expectancy < 6 months", ()),
    (EXCLUSION, "Illness that precludes anesthesia (ASA 5)", "ASA physical status 5 and that precludes anesthesia", ()),
    (
        INCLUSION,
        "Women aged 18 or older having an appendectomy will be eligible",
        "sex female and appendectomy and age ≥ 18 years",
        (),
    ),
    (INCLUSION, "Adequate bone marrow function, defined as ANC ≥ 1.0 x 10^9/L", "neutrophils ≥ 1 ×10⁹/L", ()),
    (
        EXCLUSION,
        "Malignancy in the past 3 years other than non-melanoma skin cancer or in situ cervical carcinoma",
        "malignancy within 3 years before, except non-melanoma skin cancer or in situ cervical carcinoma",
        (),
    ),
    (
        EXCLUSION,
        "Autoimmune disease. Vitiligo and type 1 diabetes are permitted",
        "autoimmune disease, except vitiligo or type 1 diabetes mellitus",
        (),
    ),
    (
        EXCLUSION,
        "Autoimmune disease (patients with hypothyroidism on replacement therapy are eligible)",
        "autoimmune disease, except hypothyroidism on replacement therapy",
        (),
    ),
    (EXCLUSION, "Uncontrolled hypertension despite treatment", "uncontrolled hypertension", ()),
    (EXCLUSION, "Unable to swallow tablets", "no ability to swallow tablets", ()),
    (
        EXCLUSION,
        "Unable to undergo MRI or colonoscopy",
        "none of: (ability to undergo MRI or ability to undergo colonoscopy)",
        (),
    ),
    (EXCLUSION, "Unwilling to discontinue prednisone", "no willingness to discontinue prednisone", ()),
    (EXCLUSION, "Refuses blood transfusion", "no acceptance of blood transfusion", ()),
    (INCLUSION, "Not suitable for dialysis", "no suitability for dialysis", ()),
    (EXCLUSION, "Cannot take aspirin because of asthma", "no ability to take aspirin and asthma", ()),
    (EXCLUSION, "Participants cannot be pregnant", "pregnant", ()),
    (EXCLUSION, "Unable to climb stairs because of arthritis", "no ability to climb stairs and arthritis", ()),
    (INCLUSION, "Mastectomy with or without chemotherapy", "mastectomy", ()),
    (INCLUSION, "Patients will be excluded if they have asthma or gout", "none of: (asthma or gout)", ()),
    (EXCLUSION, "Patients are excluded if they have asthma", "asthma", ()),
    (INCLUSION, "Seizure-free for 12 months", "no seizure for at least 12 months", ()),
    (INCLUSION, "Documented freedom from atrial fibrillation", "no confirmed atrial fibrillation", ()),
    (EXCLUSION, "Don't have diabetes", "no diabetes mellitus", ()),
    (INCLUSION, "No signs of sepsis", "no sepsis", ()),
    (
        EXCLUSION,
        "Rituximab or methotrexate for arthritis within 6 months",
        "(rituximab within 6 months before or methotrexate within 6 months before) and arthritis",
        (),
    ),
    (
        EXCLUSION,
        "Tuberculosis requiring isoniazid within 2 years",
        "tuberculosis and isoniazid within 2 years before",
        (),
    ),
    (EXCLUSION, "Not willing to use contraception", "no contraception", ()),
    (EXCLUSION, "Live vaccine within 4 weeks of the first dose", "live vaccine within 4 weeks before first dose", ()),
    (
        EXCLUSION,
        "Major surgery within 28 days before randomization or planned surgery during the study",
        "major surgery within 28 days before randomization or elective surgery [during the study]",
        (),
    ),
    (
        EXCLUSION,
        "Chemotherapy within 4 weeks or 5 half-lives, whichever is longer",
        "chemotherapy [within 4 weeks or 5 half-lives, whichever is longer]",
        (),
    ),
    (
        INCLUSION,
        "Stable dose of antihypertensives for at least 4 weeks before screening",
        "stable dose of antihypertensives for at least 4 weeks",
        (),
    ),
    (INCLUSION, "Disease-free for at least 5 years", "disease-free for at least 5 years", ()),
    (
        INCLUSION,
        "No more than 1 prior line of chemotherapy for metastatic disease",
        "chemotherapy (≤ 1 lines) and metastatic disease",
        (),
    ),
    (INCLUSION, "Platinum-refractory ovarian cancer", "resistance to platinum agents and ovarian cancer", ()),
    (EXCLUSION, "Prednisone > 10 mg/day or equivalent", "prednisone > 10 mg/day", ()),
    (INCLUSION, "EGFR exon 19 deletion or L858R mutation", "EGFR exon 19 deletion positive or EGFR L858R positive", ()),
    (EXCLUSION, "EGFR or ALK positive", "EGFR positive or ALK alteration positive", ()),
    (INCLUSION, "Stage III or IV melanoma", "stage III/IV melanoma", ()),
    (EXCLUSION, "Women who are pregnant or breastfeeding", "if sex female then (pregnant or lactating)", ()),
    (
        INCLUSION,
        "Women of childbearing potential must have a negative pregnancy test within 7 days before enrolment",
        "if childbearing potential (female) then pregnancy test negative within 7 days before enrolment",
        (),
    ),
    (INCLUSION, "Men must agree to use condoms", "if sex male then barrier contraception", ()),
    (EXCLUSION, "Suspected or confirmed tuberculosis", "tuberculosis", ()),
    (EXCLUSION, "Mother or sister with breast cancer", "family history of breast cancer", ()),
    (EXCLUSION, "History of seizures or epilepsy", "history of seizure or history of epilepsy", ()),
    (EXCLUSION, "Current or prior use of isotretinoin", "isotretinoin", ()),
    (EXCLUSION, "Clinically significant arrhythmia", "clinically significant arrhythmia", ()),
    (
        EXCLUSION,
        "Active hepatitis B, hepatitis C or HIV infection",
        "active hepatitis B or active hepatitis C or active HIV infection",
        (),
    ),
    (
        EXCLUSION,
        "Known allergy to penicillin or cephalosporins",
        "hypersensitivity to penicillins or hypersensitivity to cephalosporins",
        (),
    ),
    (
        EXCLUSION,
        "Hypersensitivity to bevacizumab or any of its excipients",
        "hypersensitivity to bevacizumab or allergy to study drug components",
        (),
    ),
    (INCLUSION, "Histologically confirmed adenocarcinoma of the pancreas", "confirmed pancreatic cancer", ()),
    (
        INCLUSION,
        "Creatinine clearance ≥ 60 mL/min for patients receiving cisplatin",
        "if concurrent cisplatin then creatinine clearance ≥ 60 mL/min",
        (),
    ),
    (INCLUSION, "If diabetic, HbA1c must be < 9%", "if diabetes mellitus then HbA1c < 9 %", ()),
    (EXCLUSION, "Concurrent use of warfarin, unless INR is stable", "concurrent warfarin, except stable INR", ()),
    (
        EXCLUSION,
        "Myocardial infarction, stroke or unstable angina within 6 months",
        "myocardial infarction within 6 months before or stroke within 6 months before or unstable angina within 6 months before",
        (),
    ),
    (
        EXCLUSION,
        "Stroke within 3 months, unstable angina, or heart failure",
        "stroke within 3 months before or unstable angina or heart failure",
        (),
    ),
    (
        EXCLUSION,
        "Infection requiring intravenous antibiotics or antifungals",
        "infection and (systemic antibiotics or antifungals)",
        (),
    ),
    (EXCLUSION, "Pneumonitis due to radiotherapy", "pneumonitis due to radiotherapy", ()),
    (INCLUSION, "Type 2 diabetes treated with metformin", "type 2 diabetes mellitus and prior metformin", ()),
    (INCLUSION, "Type 2 diabetes without insulin treatment", "type 2 diabetes mellitus and no insulin", ()),
    (
        INCLUSION,
        "No history of stroke or transient ischemic attack",
        "none of: (stroke or transient ischemic attack)",
        (),
    ),
    (INCLUSION, "No known brain metastases", "no brain metastases", ()),
    (INCLUSION, "No active infection", "no active infection", ()),
    (EXCLUSION, "No prior platinum therapy", "no prior platinum agents", ()),
    (EXCLUSION, "Absence of measurable disease", "no measurable lesion ≥ 1", ()),
    (
        INCLUSION,
        "Free of other malignancy for at least 5 years",
        "no second primary malignancy for at least 5 years",
        (),
    ),
    (
        INCLUSION,
        "Recovered from all toxicities of prior chemotherapy to grade 1 or less, except alopecia and neuropathy",
        "CTCAE grade 0, 1, except alopecia or peripheral neuropathy",
        (),
    ),
    (
        EXCLUSION,
        "Any condition that, in the opinion of the investigator, would interfere with participation",
        "investigator's judgement (“Any condition that, in the opinion of the investigator, would interfere with participation”)",
        (),
    ),
    (
        EXCLUSION,
        "In the investigator's opinion, uncontrolled diabetes",
        "uncontrolled diabetes mellitus and investigator's judgement",
        (),
    ),
    (
        EXCLUSION,
        "Participation in another clinical trial within 30 days",
        "another clinical trial within 30 days before",
        (),
    ),
    (
        EXCLUSION,
        "Received an investigational drug within 4 weeks before enrolment",
        "prior investigational agent within 4 weeks before enrolment",
        (),
    ),
    (INCLUSION, "Age ≥ 18 years and able to give informed consent", "age ≥ 18 years and informed consent", ()),
    (INCLUSION, "Karnofsky performance status ≥ 70", "Karnofsky ≥ 70", ()),
    (INCLUSION, "ECOG 0-2 or Karnofsky ≥ 60%", "ECOG 0, 1, 2 or Karnofsky ≥ 60", ()),
    (EXCLUSION, "NYHA class III or IV heart failure", "NYHA 3, 4 and heart failure", ()),
    (EXCLUSION, "Child-Pugh B or C cirrhosis", "Child-Pugh B, C and cirrhosis", ()),
    (EXCLUSION, "Grade 3 or 4 neuropathy", "grade 3 to 4 peripheral neuropathy", ()),
    (EXCLUSION, "QTc > 470 ms", "QTc interval > 470 ms", ()),
    (
        EXCLUSION,
        "Systolic blood pressure > 160 mmHg or diastolic blood pressure > 100 mmHg",
        "systolic blood pressure > 160 mm Hg or diastolic blood pressure > 100 mm Hg",
        (),
    ),
    (EXCLUSION, "ALT or AST > 3 x ULN", "ALT > 3 × ULN or AST > 3 × ULN", ()),
    (INCLUSION, "ALT/AST ≤ 2.5 x ULN", "ALT ≤ 2.5 × ULN and AST ≤ 2.5 × ULN", ()),
    (
        INCLUSION,
        "Bilirubin ≤ 1.5 x ULN (≤ 3 x ULN for patients with Gilbert's syndrome)",
        "if Gilbert syndrome then total bilirubin ≤ 3 × ULN, else total bilirubin ≤ 1.5 × ULN",
        (),
    ),
    (
        INCLUSION,
        "Hemoglobin ≥ 13 g/dL for men or ≥ 12 g/dL for women",
        "hemoglobin ≥ 13 g/dL (male) or hemoglobin ≥ 12 g/dL (female)",
        (),
    ),
    (INCLUSION, "BMI between 18.5 and 30 kg/m2", "BMI 18.5 to 30 kg/m²", ()),
    (EXCLUSION, "Alcohol abuse within 1 year", "alcohol abuse within 1 year before", ()),
    (EXCLUSION, "Smokers", "tobacco use", ()),
    (EXCLUSION, "Organ transplant recipients", "organ transplant", ()),
    (
        EXCLUSION,
        "Basal cell or squamous cell skin cancer",
        "basal cell carcinoma of the skin or squamous cell carcinoma of the skin",
        (),
    ),
    (EXCLUSION, "Hyper- or hypothyroidism", "hyperthyroidism or hypothyroidism", ()),
    (EXCLUSION, "Type 1 or type 2 diabetes", "type 1 diabetes mellitus or type 2 diabetes mellitus", ()),
    (EXCLUSION, "HIV, hepatitis B, or hepatitis C positive", "HIV infection or hepatitis B or hepatitis C", ()),
    (INCLUSION, "HIV negative and hepatitis B negative", "no HIV infection and no hepatitis B", ()),
    (EXCLUSION, "Severe renal or hepatic impairment", "severe renal impairment or severe hepatic impairment", ()),
    (EXCLUSION, "Chronic kidney disease, stage 4 or 5", "stage 4/5 chronic kidney disease", ()),
    (INCLUSION, "Life expectancy of at least 3 months", "life expectancy ≥ 3 months", ()),
    (INCLUSION, "Weight ≥ 40 kg", "body weight ≥ 40 kg", ()),
    (
        EXCLUSION,
        "Brain metastases that are symptomatic or untreated",
        "symptomatic brain metastases or untreated brain metastases",
        (),
    ),
    (EXCLUSION, "Leptomeningeal disease", "leptomeningeal disease", ()),
    (
        EXCLUSION,
        "Patients receiving strong CYP3A4 inhibitors or inducers",
        "concurrent strong CYP3A4 inhibitors or inducers",
        (),
    ),
    (
        EXCLUSION,
        "History of allogeneic stem cell transplant or solid organ transplant",
        "prior allogeneic stem cell transplant or prior organ transplant",
        (),
    ),
    (
        EXCLUSION,
        "Psychiatric illness that would limit compliance",
        "psychiatric disorder and that would limit compliance",
        (),
    ),
    (INCLUSION, "Signed informed consent", "informed consent", ()),
    (
        EXCLUSION,
        "Cardiac disease: heart failure, unstable angina, or arrhythmia requiring treatment",
        "heart failure or unstable angina or arrhythmia requiring treatment",
        (),
    ),
    (INCLUSION, "Prior treatment with at least one anti-TNF agent", "prior TNF inhibitors", ()),
    (INCLUSION, "Inadequate response to methotrexate", "resistance to methotrexate", ()),
    (
        EXCLUSION,
        "Prior treatment with rituximab or any other B-cell depleting therapy",
        "prior rituximab or prior B-cell depleting therapy",
        (),
    ),
    (
        EXCLUSION,
        "Treatment with systemic corticosteroids within 2 weeks, except inhaled or topical corticosteroids",
        "systemic corticosteroids within 2 weeks before, except inhaled corticosteroids or topical corticosteroids",
        (),
    ),
    (
        INCLUSION,
        "Not receiving anticoagulants, with the exception of aspirin",
        "not (concurrent anticoagulants, except aspirin)",
        (),
    ),
    (
        EXCLUSION,
        "Fever or active infection within 7 days before the first dose",
        "fever within 7 days before first dose or active infection within 7 days before first dose",
        (),
    ),
    (
        EXCLUSION,
        "Subjects with a history of depression or suicide attempt",
        "history of depression or history of suicide attempt",
        (),
    ),
    (EXCLUSION, "Bleeding disorder or need for anticoagulation", "bleeding disorder or concurrent anticoagulants", ()),
    (EXCLUSION, "Active infection requiring systemic therapy", "active infection and systemic therapy", ()),
    (
        EXCLUSION,
        "Any of the following within 6 months: stroke, myocardial infarction or unstable angina",
        "stroke within 6 months before or myocardial infarction within 6 months before or unstable angina within 6 months before",
        (),
    ),
    (INCLUSION, "At least two of the following: fever, cough, dyspnea", "at least 2 of (fever; cough; dyspnea)", ()),
    (
        EXCLUSION,
        "Known brain metastases unless treated and stable for at least 4 weeks",
        "confirmed brain metastases, except confirmed treated, stable brain metastases for at least 4 weeks",
        (),
    ),
    (
        INCLUSION,
        "No prior chemotherapy or radiotherapy within 4 weeks of study entry",
        "none of: (prior chemotherapy within 4 weeks before enrolment or prior radiotherapy within 4 weeks before enrolment)",
        (),
    ),
    (EXCLUSION, "Not using effective contraception", "no contraception", ()),
    (INCLUSION, "Patients with diabetes must have HbA1c < 8%", "if diabetes mellitus then HbA1c < 8 %", ()),
    (
        INCLUSION,
        "AST and/or ALT ≤ 3 x ULN; total bilirubin ≤ 1.5 x ULN except in patients with Gilbert's syndrome",
        "AST ≤ 3 × ULN and ALT ≤ 3 × ULN and (total bilirubin ≤ 1.5 × ULN, except Gilbert syndrome)",
        (),
    ),
    (
        EXCLUSION,
        "QTc > 450 ms in men or > 470 ms in women",
        "QTc interval > 450 ms (male) or QTc interval > 470 ms (female)",
        (),
    ),
    (
        EXCLUSION,
        "Malignancy within 5 years, except adequately treated basal cell carcinoma, which is permitted",
        "malignancy within 5 years before, except treated basal cell carcinoma of the skin",
        (),
    ),
    (
        EXCLUSION,
        "Low back pain caused by cancer or infection",
        "low back pain caused by cancer or low back pain caused by infection",
        (),
    ),
    (
        EXCLUSION,
        "ECG abnormalities including left bundle branch block, bradycardia, and QTc > 470 msec",
        "electrocardiogram abnormality or left bundle branch block or bradycardia or QTc interval > 470 ms",
        (),
    ),
    (EXCLUSION, "Hypertension, uncontrolled, or diabetes", "uncontrolled hypertension or diabetes mellitus", ()),
    (EXCLUSION, "Unwilling or unable to comply with the protocol", "no compliance with protocol", ()),
    (EXCLUSION, "Active infection. Prophylactic antibiotics are allowed.", "active infection, except antibiotics", ()),
    (
        INCLUSION,
        "Stable dose of methotrexate ≤ 20 mg per week for at least 8 weeks",
        "stable dose of methotrexate ≤ 20 mg/week for at least 8 weeks",
        (),
    ),
    (
        INCLUSION,
        "ER positive and HER2 negative breast cancer",
        "estrogen receptor positive and HER2 negative and breast cancer",
        (),
    ),
    (EXCLUSION, "Anemia, thrombocytopenia and neutropenia", "anemia or thrombocytopenia or neutropenia", ()),
    (EXCLUSION, "Diabetes and hypertension", "diabetes mellitus or hypertension", ()),
    (INCLUSION, "Diabetes and hypertension", "diabetes mellitus and hypertension", ()),
    (EXCLUSION, "Patients with both diabetes and hypertension", "diabetes mellitus and hypertension", ()),
    (EXCLUSION, "AST and ALT > 3 x ULN", "AST > 3 × ULN or ALT > 3 × ULN", ()),
    (EXCLUSION, "ALT > 3 x ULN and bilirubin > 2 x ULN", "ALT > 3 × ULN and total bilirubin > 2 × ULN", ()),
    (
        INCLUSION,
        "Anxiety disorder (panic disorder, social phobia)",
        "panic disorder or social anxiety disorder",
        (),
    ),
    (
        EXCLUSION,
        "Mild or severe neuropathy, hypertension, and renal failure",
        "mild peripheral neuropathy or severe peripheral neuropathy or hypertension or kidney failure",
        (),
    ),
    (INCLUSION, "Women with breast cancer", "sex female and breast cancer", ()),
    (EXCLUSION, "Asthma, pregnant or lactating women", "asthma or (if sex female then (pregnant or lactating))", ()),
    (
        INCLUSION,
        "Women with diabetes must have HbA1c < 8%",
        "if (sex female and diabetes mellitus) then HbA1c < 8 %",
        (),
    ),
    (INCLUSION, "Men must have hemoglobin > 13 g/dL", "if sex male then hemoglobin > 13 g/dL", ()),
    (INCLUSION, "Men and women must have hemoglobin > 13 g/dL", "sex male or female and hemoglobin > 13 g/dL", ()),
    (EXCLUSION, "Hepatitis B and/or hepatitis C", "hepatitis B or hepatitis C", ()),
    (
        EXCLUSION,
        "Prior solid organ or stem cell transplant",
        "prior organ transplant or prior hematopoietic stem cell transplant",
        (),
    ),
    (EXCLUSION, "Treatment-naive HIV infection", "untreated HIV infection", ()),
    (
        INCLUSION,
        "Treatment with metformin, sulfonylurea, or insulin for at least 3 months",
        "metformin for at least 3 months or sulfonylureas for at least 3 months or insulin for at least 3 months",
        (),
    ),
    (EXCLUSION, "Allergic to eggs, peanuts, or soy", "allergy to egg or allergy to peanut or allergy to soy", ()),
    (
        EXCLUSION,
        "Schizophrenia, bipolar disorder or other psychotic disorders",
        "schizophrenia or bipolar disorder or psychotic disorder",
        (),
    ),
    (
        EXCLUSION,
        "Currently pregnant, breastfeeding, or planning to become pregnant during the study",
        "pregnant [during the study] or lactating [during the study] or pregnancy intention [during the study]",
        (),
    ),
    (
        INCLUSION,
        "Willing and able to comply with study procedures and to provide written informed consent",
        "compliance with protocol and informed consent",
        (),
    ),
    (INCLUSION, "Adult male or female patients aged 18 to 65 years", "sex male or female and age 18 to 65 years", ()),
    (
        EXCLUSION,
        "Acute coronary syndrome, stroke, or coronary revascularization within 3 months prior to screening",
        "acute coronary syndrome within 3 months before screening or stroke within 3 months before screening or coronary revascularization within 3 months before screening",
        (),
    ),
    (EXCLUSION, "Cirrhosis (Child-Pugh class B or C)", "cirrhosis and Child-Pugh B, C", ()),
    (
        EXCLUSION,
        "Untreated or symptomatic CNS metastases",
        "untreated CNS metastases or symptomatic CNS metastases",
        (),
    ),
    (
        EXCLUSION,
        "Second primary malignancy within 3 years, excluding cured non-melanoma skin cancer",
        "second primary malignancy within 3 years before, except treated non-melanoma skin cancer",
        (),
    ),
    (INCLUSION, "Anemia due to chronic kidney disease", "anemia due to chronic kidney disease", ()),
    (
        EXCLUSION,
        "Use of any antibiotics other than topical antibiotics within 14 days",
        "antibiotics within 14 days before, except topical antibiotics",
        (),
    ),
    (
        INCLUSION,
        "Absolute lymphocyte count ≥ 0.5 x 10^9/L, or CD4 count > 200/mm3",
        "lymphocytes ≥ 0.5 ×10⁹/L or CD4 count > 200 /mm³",
        (),
    ),
    (
        EXCLUSION,
        "Severe allergic reaction to any monoclonal antibody",
        "severe hypersensitivity to monoclonal antibodies",
        (),
    ),
    (EXCLUSION, "Contraindication to MRI", "contraindication to imaging", ()),
    (
        EXCLUSION,
        "NYHA class II or higher heart failure or serious heart disease",
        "(NYHA 2, 3, 4 and heart failure) or severe heart disease",
        (),
    ),
    (
        INCLUSION,
        "Receiving lithium or valproate for bipolar disorder",
        "(concurrent lithium or concurrent valproate) and bipolar disorder",
        (),
    ),
    (
        INCLUSION,
        "Total bilirubin ≤ 1.5 x ULN (except patients with Gilbert syndrome, who can have total bilirubin < 3.0 mg/dL)",
        "if Gilbert syndrome then total bilirubin < 3 mg/dL, else total bilirubin ≤ 1.5 × ULN",
        (),
    ),
    (
        EXCLUSION,
        "Diagnosis of schizophrenia according to the Diagnostic and Statistical Manual of Mental Disorders (DSM-IV)",
        "confirmed schizophrenia",
        (),
    ),
    (
        EXCLUSION,
        "Prior chemotherapy or radiotherapy within 2 weeks or who has not recovered (i.e., grade 1 or at baseline) from adverse events",
        "prior chemotherapy within 2 weeks before or prior radiotherapy within 2 weeks before or none of: (CTCAE grade 0, 1 or CTCAE grade at baseline)",
        (),
    ),
    (
        EXCLUSION,
        "Use of bisphosphonates such as pamidronate, alendronate within 30 days",
        "bisphosphonates within 30 days before",
        (),
    ),
    (
        INCLUSION,
        "Male or postmenopausal or surgically sterile female between 18 and 85 years of age",
        "(sex male or ((postmenopausal or surgically sterile) and sex female)) and age 18 to 85 years",
        (),
    ),
    (EXCLUSION, "Participants must not have any unstable medical condition", "unstable medical illness", ()),
    (EXCLUSION, "No measurable disease", "no measurable lesion ≥ 1", ()),
    (EXCLUSION, "No active malignancy", "active malignancy", ()),
    (INCLUSION, "Naïve to chemotherapy", "no chemotherapy", ()),
    (
        EXCLUSION,
        "Received an investigational agent within 30 days prior to the first dose of decitabine",
        "prior investigational agent within 30 days before first dose",
        (),
    ),
    (
        INCLUSION,
        "Women of childbearing potential who are sexually active must use effective contraception",
        "if (childbearing potential (female) and sexually active) then contraception",
        (),
    ),
    (EXCLUSION, "More than 3 previous lines of therapy in the metastatic setting", "prior therapy (> 3 lines)", ()),
    (
        EXCLUSION,
        "Inadequate response or intolerance to methotrexate",
        "resistance to methotrexate or intolerance to methotrexate",
        (),
    ),
    (
        EXCLUSION,
        "ALT or AST > 3 x ULN, or total bilirubin > 1.5 x ULN except in patients with Gilbert's syndrome",
        "ALT > 3 × ULN or AST > 3 × ULN or (total bilirubin > 1.5 × ULN, except Gilbert syndrome)",
        (),
    ),
    (
        INCLUSION,
        "AST and ALT ≤ 2.5 x ULN except in patients with liver metastases",
        "(AST ≤ 2.5 × ULN and ALT ≤ 2.5 × ULN), except liver metastases",
        (),
    ),
    (
        INCLUSION,
        "Healthy male volunteers between 18 and 60 years of age",
        "good general health and sex male and age 18 to 60 years",
        (),
    ),
    (
        INCLUSION,
        "Unresectable or metastatic gastric cancer",
        "unresectable gastric cancer or metastatic gastric cancer",
        (),
    ),
    (
        EXCLUSION,
        "Allergy or intolerance to penicillin or cephalosporins",
        "hypersensitivity to penicillins or intolerance to penicillins or hypersensitivity to cephalosporins or intolerance to cephalosporins",
        (),
    ),
    (
        INCLUSION,
        "Locally advanced or metastatic unresectable pancreatic cancer",
        "locally advanced, unresectable pancreatic cancer or metastatic, unresectable pancreatic cancer",
        (),
    ),
    (
        INCLUSION,
        "Participants with Kaposi sarcoma, GIST or liposarcoma will be excluded",
        "none of: (Kaposi sarcoma or gastrointestinal stromal tumor or liposarcoma)",
        (),
    ),
    (INCLUSION, "Non-pregnant, non-lactating women", "if sex female then (not pregnant and not lactating)", ()),
    (INCLUSION, "Elevated PSA", "PSA > 1 × ULN", ()),
    (
        EXCLUSION,
        "Acute coronary syndromes (including myocardial infarction, unstable angina, or stenting) within 6 months prior to screening",
        "acute coronary syndrome within 6 months before screening or myocardial infarction within 6 months before screening or unstable angina within 6 months before screening or stent within 6 months before screening",
        (),
    ),
    (
        INCLUSION,
        "No more than one of the following: obesity, hypertension, asthma",
        "at most 1 of (obesity; hypertension; asthma)",
        (),
    ),
]


@pytest.mark.parametrize(("kind", "text", "understood", "left"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_understood(kind: str, text: str, understood: str, left: tuple[str, ...]) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n- {text}\n- ECOG 0\n")
    criterion = trial.criteria[0]
    assert criterion.text == text
    assert criterion.kind == kind.lower()
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert criterion.unparsed == left
    assert criterion.parsed == ("partial" if left else "full")


def test_a_permission_asks_nothing() -> None:
    (criterion, _) = eligo.parse("Inclusion Criteria:\n- Controlled hypothyroidism is allowed\n- ECOG 0\n").criteria
    assert (criterion.logic, criterion.parsed) == (None, "full")


def test_what_cannot_be_read_is_kept() -> None:
    (criterion, _) = eligo.parse("Inclusion Criteria:\n- Zorbly quux frobnicated\n- ECOG 0\n").criteria
    assert (criterion.logic, criterion.parsed) == (None, "none")
    assert criterion.unparsed == ("Zorbly quux frobnicated",)


HEADED = """Inclusion Criteria:

* Adequate organ function within 7 days before enrollment:
  * Neutrophils ≥ 1.5 x 10^9/L
  * Platelets ≥ 100 x 10^9/L within 3 days before enrollment
* At least one of the following:
  * Hypertension
  * Diabetes mellitus
* History of:
  * Stroke
  * Current angina

Exclusion Criteria:

* Two or more of the following:
  * Obesity
  * Asthma
  * Smoking
* Any of the following:
  * HIV infection
  * Hepatitis B
"""


def test_bullets_that_end_with_or() -> None:
    text = "Inclusion Criteria:\n* Diabetes with one sign:\n  * Neuropathy, or\n  * Retinopathy or\n  * Nephropathy\n* Asthma\n"
    header, *bullets, other = eligo.parse(text).criteria
    assert header.logic is not None
    assert other.logic is not None
    assert " or " in render(header.logic)
    assert [b.logic for b in bullets] == [None, None, None]
    assert render(other.logic) == "asthma"


def test_headers() -> None:
    criteria = {c.id: c for c in eligo.parse(HEADED).criteria}
    said = {id: render(c.logic) if c.logic else None for id, c in criteria.items()}
    assert said == {
        "I1": None,
        "I1.1": "neutrophils ≥ 1.5 ×10⁹/L within 7 days before enrolment",
        "I1.2": "platelets ≥ 100 ×10⁹/L within 3 days before enrolment",
        "I2": "hypertension or diabetes mellitus",
        "I2.1": None,
        "I2.2": None,
        "I3": None,
        "I3.1": "history of stroke",
        "I3.2": "active angina",
        "E1": "at least 2 of (obesity; asthma; tobacco use)",
        "E1.1": None,
        "E1.2": None,
        "E1.3": None,
        "E2": None,
        "E2.1": "HIV infection",
        "E2.2": "hepatitis B",
    }
    assert {c.parsed for c in criteria.values()} == {"full"}
