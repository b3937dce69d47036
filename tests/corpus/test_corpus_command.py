"""The table of corpora, the command, and downloads from a server of the test's own."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from eligo.corpus import registry
from eligo.corpus.download import fetch, file_name
from eligo.corpus.errors import DownloadFailed, UnknownCorpus
from eligo.corpus.registry import CorpusInfo, corpora, corpus_info
from eligo.corpus.summary import READABLE, summarise
from eligo.errors import LexiconError

BODY = b"one corpus\n" * 20_000
SUM = hashlib.sha256(BODY).hexdigest()


class _Publisher(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/gone"):
            self.send_error(404)
            return
        self.send_response(200)
        if not self.path.startswith("/unsized"):
            self.send_header("Content-Length", str(len(BODY) + (7 if self.path.startswith("/cut") else 0)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def publisher() -> Iterator[str]:
    """A server's address: ``/a.zip`` is whole, ``/cut.zip`` ends early, ``/gone.zip`` is not there."""
    server = HTTPServer(("127.0.0.1", 0), _Publisher)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("name", ["a.zip", "unsized.zip"])
def test_fetch(publisher: str, tmp_path: Path, name: str) -> None:
    steps: list[tuple[int, int | None]] = []
    path = fetch(f"{publisher}/{name}?x=1", tmp_path / "new", sha256=SUM.upper(), progress=lambda *s: steps.append(s))
    assert (path.name, path.read_bytes()) == (name, BODY)
    assert steps[-1] == (len(BODY), len(BODY) if name == "a.zip" else None)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "sha256", "problem"),
    [("cut.zip", "", "cut short"), ("gone.zip", "", "answers 404"), ("a.zip", "0" * 64, "damaged or changed")],
)
def test_what_did_not_come_whole_leaves_nothing(
    publisher: str, tmp_path: Path, name: str, sha256: str, problem: str
) -> None:
    with pytest.raises(DownloadFailed, match=problem):
        fetch(f"{publisher}/{name}", tmp_path, sha256=sha256)
    assert not list(tmp_path.iterdir())


def test_no_server(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Publisher) as server:
        port = server.server_port
    with pytest.raises(DownloadFailed, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/a.zip", tmp_path)


def test_what_is_there_is_kept(publisher: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(BODY)
    assert fetch(f"{publisher}/gone/a.zip", tmp_path, sha256=SUM) == tmp_path / "a.zip"
    for sha256 in ("", "0" * 64):
        with pytest.raises(DownloadFailed, match="is there already"):
            fetch(f"{publisher}/a.zip", tmp_path, sha256=sha256)
    assert (tmp_path / "a.zip").read_bytes() == BODY


@pytest.mark.parametrize("url", ["file:///a", "ftp://x/a", "http://x", "http://x/", "https://x/a/.."])
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(DownloadFailed):
        file_name(url)


def test_the_table() -> None:
    assert {info.name for info in corpora()} == set(READABLE)
    assert corpus_info("COVID_OMOP").name == "covid-omop"
    for info in corpora():
        assert info.homepage.startswith("https://")
        assert all(file_name(url) for url, _ in info.downloads)
    with pytest.raises(UnknownCorpus, match="did you mean chia"):
        corpus_info("chai")
    with pytest.raises(UnknownCorpus):
        summarise("none", Path())


@pytest.mark.parametrize(
    ("row", "problem"),
    [("a\tA\tL\tC\thttps://x\tu|v\ts\tp", "2 downloads, but 1"), ("a\tA\t\tC\thttps://x\t\t\tp", "no licence")],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, problem: str) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("name\ttitle\tlicence\tcitation\thomepage\tdownload\tsha256\tpurpose\n" + row + "\n")
    with pytest.raises(LexiconError, match=rf"t\.tsv:2: {problem}"):
        corpora(table)


def test_list_and_info(command: Callable) -> None:  # type: ignore[type-arg]
    listed = command("corpus", "list")
    assert listed.code == 0
    assert len(listed.out.splitlines()) == len(corpora())
    told = command("corpus", "info", "lct")
    assert told.code == 0
    for word in ("CC BY 4.0", "doi:", "https://", "thresholds"):
        assert word in told.out
    assert command("corpus", "info", "none").code == 1


def test_check(command: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    (tmp_path / "1.txt").write_text("No fever.")
    (tmp_path / "1.ann").write_text("T1\tSign_symptom 3 8\tfever\nT2\tSign_symptom 3 8\tcough\n")
    checked = command("corpus", "check", "maccrobat", tmp_path)
    assert checked.code == 1
    assert "1.ann:2: T2 says 'cough'" in checked.err
    assert ["Sign_symptom", "1"] in [line.split() for line in checked.out.splitlines()]
    (tmp_path / "1.ann").write_text("T1\tSign_symptom 3 8\tfever\n")
    checked = command("corpus", "check", "maccrobat", tmp_path, "--json")
    assert checked.code == 0
    assert json.loads(checked.out)["counts"]["mentions"] == {"Sign_symptom": 1}
    wrong = command("corpus", "check", "chia", tmp_path)
    assert (wrong.code, wrong.out) == (1, "")
    assert "another corpus" in wrong.err


def test_convert(command: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "1.txt").write_text("No fever, no dry cough.")
    (folder / "1.ann").write_text("T1\tSign_symptom 3 8\tfever\nT2\tSign_symptom 17 22\tcough\n")
    spans = [{"start": 3, "end": 8, "label": "Sign_symptom"}, {"start": 17, "end": 22, "label": "Sign_symptom"}]
    source = folder
    for form, name in (
        ("jsonl", "a.jsonl"),
        ("bio", "a.bio"),
        ("docbin", "a.spacy"),
        ("brat", "b"),
        ("jsonl", "z.jsonl"),
    ):
        done = command("corpus", "convert", source, "--to", form, tmp_path / name)
        assert (done.code, done.err) == (0, "")
        assert "1 document, 0 annotations left out" in done.out
        source = tmp_path / name
    assert json.loads(source.read_text())["spans"] == spans
    assert (tmp_path / "b/1.ann").read_bytes() == (folder / "1.ann").read_bytes()
    (folder / "1.ann").write_text("T1\tSign_symptom 3 8\tfever\nT2\tOther 3 8\tfever\nT3\tOther 3 8\tcough\n")
    done = command("corpus", "convert", folder, "--to", "bio", tmp_path / "c.bio")
    assert done.code == 1
    assert "2 annotations left out" in done.out
    assert "1.ann:3: T3 says 'cough'" in done.err
    assert "BIO cannot hold both" in done.err


def test_what_cannot_be_converted_leaves_the_target_alone(command: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    kept = tmp_path / "kept.jsonl"
    kept.write_text("kept")
    (tmp_path / "x.foo").write_text("x")
    (tmp_path / "half.spacy").write_bytes(b"xx")
    for name, told in (
        ("none", "no such file"),
        ("x.foo", "tells no form"),
        ("half.spacy", "DocBin"),
        ("kept.jsonl", ""),
    ):
        done = command("corpus", "convert", tmp_path / name, "--to", "jsonl", kept)
        assert done.code == 1
        assert told in done.err
        assert kept.read_text() == "kept"
    assert command("corpus", "convert", kept, "--to", "word", tmp_path / "y").code == 2


def test_get(command: Callable, publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[type-arg]
    info = CorpusInfo(
        "a", "A", "free", "us", "https://x", ((f"{publisher}/a.zip", SUM), (f"{publisher}/b", "")), "tests"
    )
    monkeypatch.setattr(registry, "corpus_info", lambda name: info)
    got = command("corpus", "get", "a", "--to", tmp_path)
    assert got.code == 0
    assert [line.split("(")[1] for line in got.out.splitlines()] == [
        "as published)",
        "the publisher gives none to compare)",
    ]
    assert (tmp_path / "a.zip").read_bytes() == BODY
    assert command("corpus", "get", "a", "--to", tmp_path).code == 1
    monkeypatch.undo()
    by_hand = command("corpus", "get", "covid-omop", "--to", tmp_path)
    assert by_hand.code == 1
    assert corpus_info("covid-omop").homepage in by_hand.err


def test_get_what_has_moved(command: Callable, publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[type-arg]
    downloads = ((f"{publisher}/a.zip#named.zip", ""), (f"{publisher}/gone", ""))
    info = CorpusInfo("a", "A", "free", "us", "https://home.example", downloads, "tests")
    monkeypatch.setattr(registry, "corpus_info", lambda name: info)
    done = command("corpus", "get", "a", "--to", tmp_path)
    assert done.code == 1
    assert (tmp_path / "named.zip").read_bytes() == BODY
    assert "404" in done.err
    assert "get it from https://home.example" in done.err
