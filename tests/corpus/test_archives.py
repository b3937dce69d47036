"""Archives as they are downloaded: read where they lie, damage named."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from eligo.corpus.brat import read_brat
from eligo.corpus.errors import CorpusError, WrongCorpus
from eligo.corpus.negex import read_negex
from eligo.corpus.trials import read_trials
from eligo.errors import InputError

PAIR = {"c/1.txt": "No fever.", "c/1.ann": "T1\tSign_symptom 3 8\tfever\n", "c/._1.ann": "x", "README.md": "read"}
CRITERIA = "Inclusion Criteria:\n\n* Age 18 or older\n\nExclusion Criteria:\n\n* Pregnancy\n"


def packed(path: Path, files: dict[str, str]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            tar.addfile(info, io.BytesIO(content.encode()))
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def test_standoff_is_read_from_an_archive(tmp_path: Path, name: str) -> None:
    (document,) = read_brat(packed(tmp_path / name, PAIR))
    assert (document.id, document.text) == ("1", "No fever.")
    assert [e.text for e in document.entities] == ["fever"]
    assert document.source == f"{tmp_path / name}/c/1.ann"


def test_a_misfit_and_half_a_pair_in_an_archive_are_named(tmp_path: Path) -> None:
    files = {"1.txt": "No fever.", "1.ann": "T1\tSign_symptom 3 8\tcough\n", "2.ann": "T1\tSign_symptom 0 1\tx\n"}
    errors: list[CorpusError] = []
    archive = packed(tmp_path / "a.zip", files)
    assert len(list(read_brat(archive, on_error=errors.append))) == 1
    assert [(e.source, e.line) for e in errors] == [(f"{archive}/1.ann", 1), (f"{archive}/2.txt", 0)]


def test_an_archive_with_several_folders_or_none(tmp_path: Path) -> None:
    two = packed(tmp_path / "a.zip", {**PAIR, "d/1.txt": "No fever.", "d/1.ann": ""})
    with pytest.raises(WrongCorpus, match="in 2 folders; unpack it and name one of c, d"):
        list(read_brat(two))
    with pytest.raises(WrongCorpus, match=r"no \.ann file"):
        list(read_brat(packed(tmp_path / "b.zip", {"x.txt": "x"})))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize("read", [read_brat, read_trials])
def test_half_an_archive_is_named(tmp_path: Path, name: str, read: Callable[[Path], object]) -> None:
    files = {f"{n}.{end}": f"{n} {CRITERIA * 40}" for n in range(40) for end in ("ann", "txt")}
    whole = packed(tmp_path / name, files).read_bytes()
    half = tmp_path / f"half-{name}"
    half.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=f"half-{name}: is a damaged or incomplete archive; download it again"):
        list(read(half))  # type: ignore[call-overload]


def test_what_is_one_file_must_be_unpacked(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is packed; unpack it"):
        list(read_negex(packed(tmp_path / "a.zip", PAIR)))


def test_trials_in_a_tar(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.tar.gz", {"./c.txt": CRITERIA, "b.txt": CRITERIA, "../a.txt": CRITERIA})
    assert [d.id for d in read_trials(archive)] == ["b", "c"]
    assert [d.id for d in read_trials(io.BytesIO(packed(tmp_path / "a.zip", {"b.txt": CRITERIA}).read_bytes()))] == [
        "b"
    ]
    assert not (tmp_path.parent / "a.txt").exists()
