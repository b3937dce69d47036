"""A denied ability or will goes on over what every trial wants of its patients: nobody is excluded for complying."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str, kind: str = "Exclusion") -> str:
    return render(eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0].logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inability to give informed consent or to comply with the visits", "no informed consent or no compliance"),
        ("Unwilling or unable to follow the protocol or to give consent", "no compliance with protocol or no informed"),
        ("Unable to undergo MRI or to swallow tablets", "no ability to undergo MRI or no ability to swallow tablets"),
        ("Cannot attend follow-up, comply with the protocol or give consent", "or no compliance with protocol or"),
        ("Unable to provide informed consent and comply with the protocol", "no informed consent or no compliance"),
        ("Unable to sign a consent form/assent form", "no informed consent or no assent"),
    ],
)
def test_a_denied_ability_goes_on(text: str, expected: str) -> None:
    assert expected in rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "Inability or unwillingness to comply with study procedures or requirements",
        "Unwilling/unable to comply with the protocol",
        "Unable/unwilling to follow instructions",
        "Not able or willing to comply with the protocol",
        "Unwilling to or unable to comply with the protocol",
        "Unwilling to comply with the procedures or to follow the study restrictions",
    ],
)
def test_one_denial_of_one_thing(text: str) -> None:
    criterion = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria[0]
    assert render(criterion.logic) == "no compliance with protocol"
    assert criterion.parsed == "full"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unable to swallow tablets or pregnant", "no ability to swallow tablets or pregnant"),
        ("Unable to give consent or employed by the sponsor", "or employee of the sponsor"),
        ("Unable to give consent, vulnerable population", "or vulnerable population"),
    ],
)
def test_what_excludes_stays_affirmed(text: str, expected: str) -> None:
    assert expected in rendered(text)


def test_an_inclusion_asks_for_what_it_names() -> None:
    assert rendered("Willing and able to comply and to give informed consent", "Inclusion") == (
        "compliance with protocol and informed consent"
    )
