"""Backends: each marks the same made-up things, and meets the same demands.

The models are made here: a tiny transformer with its tokenizer, spaCy models of a few patterns, a QuickUMLS index, a
linker. Each knows zorblax disease, a condition, and foomycin, a drug, under types of its own.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.concepts.hierarchy import concept, is_a
from eligo.errors import EligoError, InputError
from eligo.models.backend import Finding, marker
from eligo.models.labels import LabelMap
from eligo.models.words import Hinted
from eligo.pipeline import COMPONENTS, load
from eligo.schema import Concept

Command = Callable[..., Any]
LISTING = "Inclusion Criteria:\n\n- Known zorblax\n  disease\n- No foomycin\n- No asthma\n"


# Making them


def spacy_model(folder: Path, types: tuple[str, str] = ("DISEASE", "CHEMICAL")) -> Path:
    import spacy

    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": types[0], "pattern": [{"LOWER": "zorblax"}, {"LOWER": "disease"}]},
            {"label": types[1], "pattern": [{"LOWER": "foomycin"}]},
            {"label": types[0], "pattern": [{"LOWER": "asthma"}]},
        ]
    )
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="session")
def scispacy(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"scispacy:{spacy_model(tmp_path_factory.mktemp('spacy') / 'model')}"


def knowledge_base(folder: Path) -> Path:
    rows = [
        {"concept_id": "C1", "canonical_name": "Zorblax disease", "aliases": ["morbus zorblax"], "types": ["T047"]},
        {"concept_id": "C2", "canonical_name": "Foomycin", "aliases": ["foomycine"], "types": ["T121"]},
        *(
            {"concept_id": f"C{n}", "canonical_name": f"thing number {n}", "aliases": [], "types": ["T170"]}
            for n in range(3, 30)
        ),
    ]
    folder.mkdir()
    (folder / "kb.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return folder


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that knows no types, as scispaCy's core models, and a linker that does."""
    folder = tmp_path_factory.mktemp("linked")
    model = spacy_model(folder / "model", ("ENTITY", "ENTITY"))
    return f"scispacy:{model}+{knowledge_base(folder / 'kb')}"


@pytest.fixture(scope="session")
def quickumls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import nltk
    from quickumls.install import parse_and_encode_ngrams

    folder = tmp_path_factory.mktemp("quickumls")
    stop = folder / "nltk" / "corpora" / "stopwords"
    stop.mkdir(parents=True)
    (stop / "english").write_text("of\nthe\nno\nor\n", "utf-8")
    index = folder / "index"
    index.mkdir()
    for name, content in (("lowercase", ""), ("language", "ENG"), ("database_backend", "unqlite")):
        (index / f"{name}.flag").write_text(content, "utf-8")
    terms = [("zorblax disease", "C1", ["T047"], 1), ("foomycin", "C2", ["T121"], 1), ("asthma", "C3", ["T047"], 1)]
    terms.append(("known", "C4", ["T170"], 1))
    parse_and_encode_ngrams(iter(terms), str(index / "umls-simstring.db"), str(index / "cui-semtypes.db"), "unqlite")
    nltk.data.path.insert(0, str(folder / "nltk"))
    yield f"medspacy-quickumls:{index}"
    nltk.data.path.remove(str(folder / "nltk"))


@pytest.fixture(scope="session")
def transformer(tmp_path_factory: pytest.TempPathFactory, make_transformer: Callable[..., Path]) -> str:
    folder = tmp_path_factory.mktemp("transformer") / "tiny"
    return f"transformers:{make_transformer(folder, ('O', 'B-Disease', 'I-Disease', 'B-Chemical', 'I-Chemical'))}"


BACKENDS = ("scispacy", "linked", "quickumls", "transformer")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.getfixturevalue(request.param)
    return name


def find(backend: str, *texts: str) -> list[list[tuple[str, int, int]]]:
    found = marker(backend).find([Hinted(text) for text in texts], "lct")
    return [[Finding(*span)[:3] for span in spans] for spans in found]


# What all of them do


def test_labels_and_offsets(backend: str) -> None:
    texts = ["known zorblax disease or foomycin", "no foomycin", "", "   ", "x of x", "No  zorblax\n   disease."]
    found = find(backend, *texts)
    assert found[0] == [("condition", 6, 21), ("drug", 25, 33)]
    assert found[1] == [("drug", 3, 11)]
    assert found[2:5] == [[], [], []]
    assert [(text, texts[5][s:e]) for text, s, e in found[5]] == [("condition", "zorblax\n   disease")]


def test_in_the_pipeline(backend: str) -> None:
    nlp = load(backend=backend)
    assert nlp.pipe_names == [*COMPONENTS[:6], "eligo_recogniser", *COMPONENTS[6:]]
    page = LISTING
    found = nlp(page)._.eligo_mentions
    assert [(m.label, m.text) for m in found] == [
        ("condition", "zorblax\n  disease"), ("drug", "foomycin"), ("condition", "asthma"),
    ]  # fmt: skip
    assert found[2].concept.id == "cond:asthma"  # the rules win
    assert [c.category for c in found[1].cues] == ["negated"]
    assert all(page[m.start : m.end] == m.text for m in found)
    assert eligo.parse(page, nlp=nlp).criteria[0].parsed == "full"


def test_it_pickles(backend: str) -> None:
    nlp = load(backend=backend)
    before = nlp(LISTING)._.analyses
    assert pickle.loads(pickle.dumps(nlp))(LISTING)._.analyses == before


def test_nothing_is_read_before_the_first_text(tmp_path: Path) -> None:
    for kind in ("transformers", "scispacy", "medspacy-quickumls"):
        assert load(backend=f"{kind}:{tmp_path / 'absent'}").has_pipe("eligo_recogniser")
    code = "import sys, eligo; eligo.load(backend='transformers:x'); print('transformers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


@pytest.mark.slow
def test_two_processes(backend: str, tmp_path: Path) -> None:
    if "quickumls" in backend:
        pytest.skip("its stop words are only in this process")
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import os
os.environ["ELIGO_BACKEND"] = {backend!r}
import eligo

if __name__ == "__main__":
    trials = list(eligo.parse_many([{LISTING!r}] * 3, n_process=2))
    print({{t.criteria[1].logic.arg.name for t in trials}})
""",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip().casefold() == "{'foomycin'}"


def test_one_option_of_the_command_line(backend: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(LISTING, "utf-8")
    (tmp_path / "note.txt").write_text("History of zorblax disease.", "utf-8")
    assert (
        "foomycin" in command("parse", tmp_path / "page.txt", "--backend", backend, "--format", "rows").out.casefold()
    )
    assert "zorblax" in command("annotate", tmp_path / "note.txt", "--backend", backend).out.casefold()
    assert "zorblax" not in command("annotate", tmp_path / "note.txt").out.casefold().replace("history of zorblax", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nonsense:x", "is no backend"),
        ("scispacy", "names no model"),
        ("scispacy:no_such_package", "pip install"),
        ("medspacy-quickumls:/nowhere", "quickumls.install"),
        ("eligo:/nowhere", "no trained recogniser"),
        ("transformers:/nowhere", "eligo"),
    ],
)
def test_what_is_absent_is_one_sentence(name: str, said: str, command: Command, examples: Path) -> None:
    done = command("parse", examples / "listing.txt", "--backend", name)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert said in done.err


def test_transformers_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(EligoError, match=r"pip install 'eligo\[transformers\]'"):
        marker("transformers:some/checkpoint").check()


# What their types mean


def test_types_by_name_and_by_a_file(tmp_path: Path) -> None:
    assert [LabelMap()(t) for t in ("DISEASE", "Sign_symptom", "Simple-Chemical", "ENTITY")] == [
        "condition", "condition", "drug", None,
    ]  # fmt: skip
    file = tmp_path / "labels.json"
    file.write_text('{"ENTITY": "procedure", "disease": ""}', "utf-8")
    assert [LabelMap(file)(t) for t in ("entity", "DISEASE", "CHEMICAL")] == ["procedure", None, "drug"]
    file.write_text("# mine\nLABEL_1\tdrug\n", "utf-8")
    assert LabelMap(file)("label 1") == "drug"


@pytest.mark.parametrize(("content", "said"), [("{", "no map"), ("a b", "no tab"), ('{"a": "colour"}', "'colour'")])
def test_bad_label_files(
    tmp_path: Path, content: str, said: str, command: Command, examples: Path, scispacy: str
) -> None:
    file = tmp_path / "labels"
    file.write_text(content, "utf-8")
    done = command("parse", examples / "listing.txt", "--backend", scispacy, "--labels", file)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert said in done.err
    assert command("parse", examples / "listing.txt", "--labels", file).code == 2


def test_types_that_mean_nothing(tmp_path: Path) -> None:
    name = f"scispacy:{spacy_model(tmp_path / 'model', ('ENTITY', 'THING'))}"
    with pytest.raises(InputError, match="ENTITY, THING"):
        marker(name).check()
    (tmp_path / "labels").write_text("THING\tdrug\n", "utf-8")
    (found,) = marker(name, str(tmp_path / "labels")).find([Hinted("zorblax disease, foomycin")], "")
    assert [f[:3] for f in found] == [("drug", 17, 25)]


# One by one


def test_a_linker_gives_concepts(linked: str, scispacy: str) -> None:
    (found,) = load(mode="plain", backend=linked)("Known zorblax disease")._.eligo_mentions
    assert found.concept is not None
    assert (found.concept.id, found.name, found.concept.source) == ("kb:C1", "Zorblax disease", "scispacy kb")
    assert is_a(Concept("kb:C9", "Asthma", {}, "scispacy kb"), concept("cond:asthma"))
    assert not is_a(found.concept, concept("cond:asthma"))
    (plain,) = load(mode="plain", backend=scispacy)("Known zorblax disease")._.eligo_mentions
    assert plain.concept is None


def test_linkers_that_are_not_there(tmp_path: Path, scispacy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from scispacy import file_cache

    monkeypatch.setattr(file_cache, "DATASET_CACHE", str(tmp_path / "cache"))
    with pytest.raises(InputError, match="is not in scispaCy's cache"):
        marker(f"{scispacy}+umls").check()
    with pytest.raises(InputError, match="is no linker"):
        marker(f"{scispacy}+nonsense").check()
    with pytest.raises(InputError, match=r"kb\.jsonl"):
        marker(f"{scispacy}+{tmp_path}").check()


def test_a_model_without_entities(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match="no entity recogniser"):
        marker(f"scispacy:{tmp_path / 'blank'}").check()


def test_quickumls_gives_concepts(quickumls: str) -> None:
    (found,) = load(mode="plain", backend=quickumls)("zorblax diseases")._.eligo_mentions or [None]
    assert found is None or found.concept is not None
    (found,) = load(mode="plain", backend=quickumls)("known zorblax disease")._.eligo_mentions
    assert found.concept is not None
    assert (found.concept.id, found.concept.codes) == ("umls:C1", {"UMLS": ("C1",)})


def test_quickumls_without_stop_words(quickumls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk

    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "umls-simstring.db").mkdir()
    with pytest.raises(InputError, match=r"nltk\.downloader stopwords"):
        marker(f"medspacy-quickumls:{folder}").check()
