"""Groups of people in one list, denials of whole groups, and verbs that begin something else."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        # a second sex begins a group of its own
        (
            EX,
            "Pregnant women, or women with epilepsy",
            "(if sex female then pregnant) or (sex female and epilepsy)",
        ),
        (EX, "Pregnant women and women with epilepsy", "(if sex female then pregnant) or (sex female and epilepsy)"),
        (EX, "Pregnant women or women with gout", "(if sex female then pregnant) or (sex female and gout)"),
        (
            EX,
            "Pregnant females, females planning pregnancy, or males with epilepsy",
            "(if sex female then pregnant) or (if sex female then pregnancy intention) or (sex male and epilepsy)",
        ),
        (
            IN,
            "Postmenopausal women or women who are surgically sterile",
            "(postmenopausal and sex female) or (sex female and surgically sterile)",
        ),
        (IN, "Asthma, men and women", "asthma and sex male or female"),
        (EX, "Men or women with epilepsy", "sex male or female and epilepsy"),
        (EX, "Women with epilepsy or women with gout", "(sex female and epilepsy) or (sex female and gout)"),
        # who is excluded among inclusions
        (IN, "Pregnant and/or lactating females are excluded", "not ((pregnant or lactating) and sex female)"),
        (IN, "Pregnant and lactating women are excluded", "not ((pregnant or lactating) and sex female)"),
        (IN, "Pregnant or lactating women will be excluded", "not ((pregnant or lactating) and sex female)"),
        (IN, "Pregnant women or nursing mothers are not eligible", "none of: ((pregnant and sex female) or lactating)"),
        (IN, "Pregnant females or smokers are excluded", "none of: ((pregnant and sex female) or tobacco use)"),
        # a verb of its own
        (IN, "Asthma or gout and have FEV1 > 50 %", "(asthma or gout) and FEV1 % predicted > 50 %"),
        (IN, "Have asthma or gout and be able to walk", "(asthma or gout) and ambulatory (“able to walk”)"),
        (
            IN,
            "Diagnosed with gout or psoriasis and are taking methotrexate",
            "(confirmed gout or confirmed psoriasis) and concurrent methotrexate",
        ),
        (IN, "Have gout or have psoriasis and have taken methotrexate", "gout or (psoriasis and prior methotrexate)"),
        (IN, "Asthma or gout and FEV1 > 50 %", "asthma or (gout and FEV1 % predicted > 50 %)"),
    ],
)
def test_read(kind: str, text: str, tree: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x")
    assert trial.criteria[0].logic is not None
    assert render(trial.criteria[0].logic) == tree
