"""The recogniser in the pipeline: what is added, what is not, and that it travels."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import eligo
from eligo.models import component  # registers the factory, also where the package's metadata are older
from eligo.models.component import merged
from eligo.models.recogniser import SHIPPED, Recogniser
from eligo.pipeline import COMPONENTS, load
from eligo.schema import Concept, Mention, Quantity, TimeExpression

LISTING = "Inclusion Criteria:\n\n- Known zorblax syndrome\n- Prior use of barcillin\n- No asthma\n"
TINY = {"eligo_recogniser": {"scheme": "chia"}}


def test_the_rules_win_where_they_say_anything() -> None:
    text = "foomycin for heart failure 4 mg in 2 weeks, zorblax"
    heart = Mention(
        "condition", "heart failure", "heart failure", 113, 126, Concept("cond:heart-failure", "Heart failure", {})
    )
    spans = [("drug", 0, 8), ("condition", 0, 26), ("drug", 27, 31), ("condition", 35, 42), ("condition", 44, 51)]
    found = merged(
        text, [heart], [Quantity("4 mg", 127, 131)], [TimeExpression("2 weeks", 135, 142)], spans, offset=100
    )
    assert [(m.label, m.text, m.start) for m in found] == [
        ("drug", "foomycin", 100), ("condition", "heart failure", 113), ("condition", "zorblax", 144),
    ]  # fmt: skip
    assert [m.concept is None for m in found] == [True, False, True]


@pytest.mark.parametrize("words", ["therapy", "Histologically", "RA", "TKIs", "severe"])
def test_words_that_name_nothing_are_left(words: str) -> None:
    assert merged(f"Known {words}", [], [], [], [("condition", 6, 6 + len(words))], offset=0) == ()


def test_a_wrapped_mention_has_a_plain_name() -> None:
    (mention,) = merged("Zorblax\n   Syndrome", [], [], [], [("condition", 0, 19)], offset=0)
    assert (mention.name, mention.text) == ("zorblax syndrome", "Zorblax\n   Syndrome")


def test_mentions_get_their_context(folder: Path) -> None:
    nlp = load(recogniser=folder, config=TINY)
    assert nlp.pipe_names == [*COMPONENTS[:6], "eligo_recogniser", *COMPONENTS[6:]]
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}
    mentions = {m.text: m for m in nlp(LISTING)._.eligo_mentions}
    assert mentions["zorblax syndrome"].concept is None
    assert mentions["barcillin"].label == "drug"
    assert mentions["asthma"].concept is not None
    assert not load()(LISTING)._.eligo_mentions[0].text.startswith("zorblax")


def test_criteria_have_what_no_lexicon_holds(folder: Path) -> None:
    nlp = load(recogniser=folder, config=TINY)
    bare = "Inclusion Criteria:\n\n- Known zorblax\n"  # "syndrome" would tell the rules what it is
    with_it, without = eligo.parse(bare, nlp=nlp), eligo.parse(bare)
    assert without.criteria[0].parsed == "none"
    assert with_it.criteria[0].parsed == "full"


def test_it_pickles(folder: Path) -> None:
    nlp = load(recogniser=folder, config=TINY)
    assert pickle.loads(pickle.dumps(nlp))(LISTING)._.analyses == nlp(LISTING)._.analyses


def test_loading_reads_no_model(tmp_path: Path) -> None:
    assert load(recogniser=tmp_path / "absent").has_pipe("eligo_recogniser")


@pytest.mark.slow
def test_two_processes(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import multiprocessing
import eligo, eligo.models.component

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    nlp = eligo.load(recogniser={str(folder)!r}, config={TINY!r})
    one = nlp({LISTING!r})._.analyses
    assert [d._.analyses for d in nlp.pipe([{LISTING!r}] * 4, n_process=2, batch_size=1)] == [one] * 4
""",
        "utf-8",
    )
    subprocess.run([sys.executable, str(script)], check=True, cwd=tmp_path)


def test_a_model_ships_and_is_small() -> None:
    shipped = Path(str(files("eligo.models").joinpath(SHIPPED)))
    parts = {str(part.relative_to(shipped)): part for part in shipped.rglob("*") if part.is_file()}
    assert {"README.md", "vectors.npz", "lct/meta.json", "chia/weights.npz"} <= parts.keys()
    assert sum(part.stat().st_size for part in parts.values()) < 25_000_000


def test_the_shipped_model_finds_what_no_lexicon_holds() -> None:
    recogniser = Recogniser()
    assert {"lct", "chia", "mac"} <= recogniser.schemes
    mentions = load(recogniser=True)("Inclusion Criteria:\n\n- Known velmar syndrome\n")._.eligo_mentions
    assert [(m.label, m.text, m.concept) for m in mentions] == [("condition", "velmar syndrome", None)]


def test_the_core_needs_none_of_it() -> None:
    code = "import sys, eligo.pipeline, eligo.models; print(*[m for m in sys.modules if m.startswith('eligo.models.')])"
    assert not subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert component.LABELS["drug"] == "drug"


def test_it_is_the_backend_named_eligo() -> None:
    text = "Inclusion Criteria:\n\n- Known velmar syndrome\n- Use of a walking stick, or of the barcillin\n"
    plain, named = load(recogniser=True), load(backend="eligo")
    assert named(text)._.analyses == plain(text)._.analyses
    assert named.get_pipe("eligo_recogniser").recogniser.least == component.LEAST
