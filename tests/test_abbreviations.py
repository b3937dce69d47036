"""Short forms that a page defines itself."""

from __future__ import annotations

import pickle
import time

import pytest
import spacy

from eligo.entities.abbreviations import Abbreviation, AbbreviationFinder, merge, resolve
from eligo.entities.lexicon import Lexicon, Term
from eligo.schema import Concept, Mention


def term(label: str, id: str, name: str, *synonyms: str) -> Term:
    return Term(label, Concept(id, name), synonyms, ())


LEXICON = Lexicon(
    [
        term("biomarker", "bio:ar", "androgen receptor", "AR"),
        term("condition", "cond:resistance", "acquired resistance"),
        term("condition", "cond:npc", "nasopharyngeal carcinoma", "NPC"),
        term("condition", "cond:ms", "multiple sclerosis", "MS"),
        term("condition", "cond:transplant", "transplantation"),
        term("score", "scale:ecog", "ECOG", "ECOG performance status"),
    ]
)


@pytest.fixture(scope="module")
def finder() -> AbbreviationFinder:
    return AbbreviationFinder(spacy.blank("en"))


def mentions(finder: AbbreviationFinder, text: str, offset: int = 0) -> list[tuple[str, str]]:
    meanings = resolve(finder.decide(text), LEXICON)
    return [(m.text, m.name) for m in merge(text, LEXICON.find(text, offset), meanings, offset=offset)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Adults with acquired resistance (AR) to it", "AR", "acquired resistance"),
        ("Platelets; absolute neutrophil count (ANC) above", "ANC", "absolute neutrophil count"),
        ("at most the upper limit\nof normal (ULN)", "ULN", "upper limit\nof normal"),
        ("a first (i.e. not any) episode of deep vein thrombosis (DVT)", "DVT", "deep vein thrombosis"),
    ],
)
def test_definitions(finder: AbbreviationFinder, text: str, short: str, long: str) -> None:
    (found,) = finder.decide(text)
    assert (found.short, text[found.short_start : found.short_end]) == (short, short)
    assert text[found.long_start : found.long_end] == long


@pytest.mark.parametrize(
    "text", ["", "no brackets", "given daily (see below)", "(AR)", "x (1.5 mg/dL)", "open ( never closed"]
)
def test_no_definitions(finder: AbbreviationFinder, text: str) -> None:
    assert finder.decide(text) == ()


def test_the_first_definition_counts(finder: AbbreviationFinder) -> None:
    found = finder.decide("acquired resistance (AR)\n\nallergic rhinitis (AR)")
    assert [a.long for a in found] == ["acquired resistance"]


def test_the_page_wins_over_the_table(finder: AbbreviationFinder) -> None:
    text = "Acquired resistance (AR) to treatment. AR means growth. No AR-V7."
    assert mentions(finder, text) == [
        ("Acquired resistance (AR)", "acquired resistance"),
        ("AR", "acquired resistance"),
        ("AR", "acquired resistance"),
    ]


def test_a_long_form_nobody_knows_takes_the_table_meaning_away(finder: AbbreviationFinder) -> None:
    assert mentions(finder, "Mental state (MS) is stable; MS at baseline") == []


def test_a_name_that_is_its_own_short_form_stays(finder: AbbreviationFinder) -> None:
    assert ("ECOG", "ECOG") in mentions(finder, "Eastern Cooperative Oncology Group (ECOG) performance; ECOG 1")


def test_a_term_that_is_the_smaller_part_is_not_the_meaning(finder: AbbreviationFinder) -> None:
    text = "autologous stem cell transplantation (ASCT), later ASCT"
    assert [t for t, _ in mentions(finder, text)] == ["transplantation"]


def test_a_longer_term_is_left_alone() -> None:
    definition = Abbreviation("NPC", "nasopharyngeal carcinoma", 0, 3, 5, 29)
    text = "recurrent NPC disease"
    longer = Mention("condition", "recurrent NPC", "recurrent NPC", 0, 13)
    assert merge(text, [longer], resolve([definition], LEXICON), offset=0) == (longer,)


def test_offsets_count_the_document(finder: AbbreviationFinder) -> None:
    text = "Nasopharyngeal carcinoma (NPC), or NPC before"
    meanings = resolve(finder.decide(text), LEXICON)
    found = merge(text, LEXICON.find(text, 500), meanings, offset=500)
    assert [text[m.start - 500 : m.end - 500] for m in found] == [m.text for m in found]


def test_many_brackets_take_linear_time(finder: AbbreviationFinder) -> None:
    def seconds(n: int) -> float:
        begin = time.process_time()
        finder.decide("((((" * n + "acquired resistance (AR) to it and so (on) " * n + "))))" * n)
        return time.process_time() - begin

    seconds(10)
    assert seconds(1000) < 25 * seconds(100)


def test_it_pickles(finder: AbbreviationFinder) -> None:
    text = "acquired resistance (AR)"
    assert pickle.loads(pickle.dumps(finder)).decide(text) == finder.decide(text)


def test_no_warning(finder: AbbreviationFinder, recwarn: pytest.WarningsRecorder) -> None:
    AbbreviationFinder(spacy.blank("en")).decide("nothing (that defines) anything")
    assert not [w for w in recwarn if "W036" in str(w.message)]
