"""Words per second and peak memory, beside spaCy's tokenizer and medspaCy's default pipeline, on the same trials.

    python benchmarks/throughput.py                        # a table
    python benchmarks/throughput.py --limit 100 --format json
    python benchmarks/throughput.py --all                  # every trial once: exceptions, coverage, share parsed

Each runner has a process of its own, so that its peak memory is its own, and one core. It first reads some other
trials, so that nothing is loaded or compiled inside the time taken. Seconds are of CPU time, and of several runs the
fastest counts, so that what else the machine does counts little. A word is what white space separates.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TRIALS = Path(__file__).parents[2] / "shared" / "data" / "trials" / "trials.jsonl.gz"
WARM = 30
BASELINE = "medspaCy default"


def read_trials(path: Path) -> list[tuple[str, str]]:
    """Id and eligibility text of each trial; the bundled example, repeated, where there is no such file."""
    if not path.is_file():
        example = files("eligo.examples").joinpath("listing.txt").read_text("utf-8")
        return [("example", example)] * 20
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["nct_id"], row["eligibility"]) for row in rows]


def sample(trials: Sequence[tuple[str, str]], limit: int) -> list[tuple[str, str]]:
    """`limit` trials, evenly spread over the file (which is ordered by age)."""
    step = max(1, len(trials) // limit)
    return list(trials[::step][:limit])


def between(trials: Sequence[tuple[str, str]], limit: int) -> list[tuple[str, str]]:
    """Trials to warm up on: half way between those of `sample`; none where there are no others."""
    step = max(1, len(trials) // limit)
    return list(trials[step // 2 :: step][:WARM]) if step > 1 else []


# Runners: each gives the function that is timed; what it imports and builds first is not.


def tokenizer() -> Callable[[str], object]:
    """spaCy's tokenizer alone."""
    import spacy

    return spacy.blank("en").make_doc


def medspacy_default() -> Callable[[str], object]:
    """medspaCy as it comes: sentences, its own rules, ConText."""
    import medspacy
    from loguru import logger

    logger.disable("PyRuSH")  # it writes the texts to stderr
    run: Callable[[str], object] = medspacy.load()
    return run


def eligo_load() -> Callable[[str], object]:
    """The spaCy pipeline, and the criteria from what its Doc keeps."""
    import eligo
    from eligo.logic import build_trial

    nlp = eligo.load()

    def run(text: str) -> object:
        doc = nlp(text)
        return build_trial(doc._.eligo_document, doc._.analyses)

    return run


def eligo_parse(*, recogniser: bool = False) -> Callable[[str], object]:
    """`eligo.parse`, with the trained recogniser or without; a text without criteria gives its error."""
    import eligo
    from eligo.errors import InputError

    nlp = eligo.load(recogniser=True) if recogniser else None

    def run(text: str) -> object:
        try:
            return eligo.parse(text, nlp=nlp)
        except InputError as error:  # no criteria in it
            return error

    return run


RUNNERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "spaCy tokenizer": tokenizer,
    BASELINE: medspacy_default,
    "eligo.load() + criteria": eligo_load,
    "eligo.parse": eligo_parse,
    "eligo.parse, recogniser": partial(eligo_parse, recogniser=True),
}


def measure(name: str, trials: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """One runner, in this process.

    Args:
        others: what it reads before the time is taken; `start_s` ends with the first of them.
    """
    begin = time.process_time()
    run = RUNNERS[name]()
    run((others or trials)[0][1])
    started = time.process_time()
    for _, text in others[1:]:
        run(text)
    ready = time.process_time()
    for _, text in trials:
        run(text)
    seconds = time.process_time() - ready
    words = sum(len(text.split()) for _, text in trials)
    return {
        "runner": name,
        "trials": len(trials),
        "words": words,
        "start_s": round(started - begin, 2),
        "seconds": round(seconds, 2),
        "words_per_s": round(words / seconds),
        "peak_mb": peak_mb(),
    }


def peak_mb() -> int:
    """Most memory this process has held, MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # what getrusage says on Linux includes the parent's memory at the fork
        line = next(li for li in status.read_text("ascii").splitlines() if li.startswith("VmHWM:"))
        return round(int(line.split()[1]) / 1024)
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024))  # macOS counts bytes


def compare(
    trials: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]], runs: int
) -> Iterator[dict[str, Any]]:
    """Every runner in processes of its own, the fastest of `runs`, with its ratios to medspaCy's default."""
    results = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "trials.jsonl"
        rows = (json.dumps({"nct_id": id_, "eligibility": text}) for id_, text in (*others, *trials))
        path.write_text("\n".join(rows), "utf-8")
        for name in RUNNERS:
            command = [sys.executable, __file__, "--runner", name, "--trials", str(path), "--warm", str(len(others))]
            done = [subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True) for _ in range(runs)]
            found = [json.loads(one.stdout.splitlines()[-1]) for one in done]
            results.append({**max(found, key=lambda r: r["words_per_s"]), "runs": runs})
    baseline = next(r for r in results if r["runner"] == BASELINE)
    for result in results:
        speed = result["words_per_s"] / baseline["words_per_s"]
        yield {
            **result,
            "speed_ratio": round(speed, 2),
            "memory_ratio": round(result["peak_mb"] / baseline["peak_mb"], 2),
        }


def run_all(trials: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Every trial once: what failed, whether each character is accounted for, how much became logic."""
    import eligo
    from eligo.errors import InputError

    parsed: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    exceptions: dict[str, str] = {}
    misplaced: list[str] = []
    characters = accounted = words = 0
    slowest = (0.0, "")
    eligo.parse("Inclusion Criteria:\n- No asthma")  # libraries and tables are read now
    begin = time.process_time()
    for id_, text in trials:
        words += len(text.split())
        start = time.process_time()
        try:
            trial = eligo.parse(text, source=id_)
        except InputError as error:
            refused[type(error).__name__] += 1
            continue
        except Exception as error:  # the point of the exercise
            exceptions[id_] = f"{type(error).__name__}: {error}"
            continue
        slowest = max(slowest, (time.process_time() - start, id_))
        parsed.update(c.parsed for c in trial.criteria)
        spans = [(c.start, c.end) for c in trial.criteria] + [(s.start, s.end) for s in trial.skipped]
        characters += len(text)
        accounted += covered(spans)
        if any(trial.source[c.start : c.end] != c.text for c in trial.criteria):
            misplaced.append(id_)
    seconds = time.process_time() - begin
    criteria = sum(parsed.values())
    return {
        "trials": len(trials),
        "refused": dict(refused),
        "exceptions": exceptions,
        "characters": characters,
        "unaccounted_characters": characters - accounted,
        "trials_with_wrong_offsets": misplaced,
        "criteria": criteria,
        "share": {k: round(parsed[k] / criteria, 4) if criteria else None for k in ("full", "partial", "none")},
        "words_per_s": round(words / seconds),
        "slowest": {"trial": slowest[1], "seconds": round(slowest[0], 2)},
        "peak_mb": peak_mb(),
    }


def covered(spans: Sequence[tuple[int, int]]) -> int:
    """How many positions lie in at least one of the half-open spans."""
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def show(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as a plain table."""
    head = list(rows[0])
    cells = [head, *([str(row[h]) for h in head] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--trials", type=Path, default=TRIALS, help="JSON Lines with nct_id and eligibility, .gz or not"
    )
    parser.add_argument(
        "--limit", type=int, help="how many of them, evenly spread (default: 300; with --all: every one)"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--all", action="store_true", help="parse every trial once and report what happened")
    parser.add_argument("--runs", type=int, default=3, help="of which the fastest counts (default: 3)")
    parser.add_argument("--runner", choices=RUNNERS, help=argparse.SUPPRESS)
    parser.add_argument("--warm", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    trials = read_trials(options.trials)
    if options.runner:
        print(json.dumps(measure(options.runner, trials[options.warm :], trials[: options.warm])))
        return
    if options.all:
        result = run_all(sample(trials, options.limit or len(trials)))
        lines = (f"{key}: {value}" for key, value in result.items())
        print(json.dumps(result) if options.format == "json" else "\n".join(lines))
        return
    limit = options.limit or 300
    rows = list(compare(sample(trials, limit), between(trials, limit), options.runs))
    print(json.dumps(rows) if options.format == "json" else show(rows))


if __name__ == "__main__":
    main()
