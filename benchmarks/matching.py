"""Patient–trial pairs per second on stored forms, on one core; nothing is read or parsed inside the time taken.

    python benchmarks/matching.py
    python benchmarks/matching.py --trials trials.jsonl.gz --patients topics.jsonl --format json

The trials are those with 20 to 40 criteria (30 on average, about). Seconds are of CPU time.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import json
import pstats
import time
from importlib.resources import files
from pathlib import Path

import eligo
from eligo.corpus.patients import read_patients
from eligo.corpus.trials import read_trials
from eligo.schema import Patient, Trial

SHARED = Path(__file__).parents[2] / "shared" / "data"
TRIALS, PATIENTS = SHARED / "trials" / "trials.jsonl.gz", SHARED / "trialgpt"


def load_trials(path: Path, limit: int) -> list[Trial]:
    """The first `limit` trials with 20 to 40 criteria; the bundled example where there is no such file."""
    if not path.exists():
        return [eligo.parse(Path(str(files("eligo.examples").joinpath("listing.txt"))))]
    found = (eligo.parse(d) for d in read_trials(path, on_error=lambda error: None))
    return list(itertools.islice((t for t in found if 20 <= len(t.criteria) <= 40), limit))


def load_patients(path: Path, limit: int) -> list[Patient]:
    """The first `limit` patients; the bundled notes where there is no such path."""
    if not path.exists():
        folder = files("eligo.examples")
        return [eligo.annotate(f.read_text("utf-8")) for f in folder.iterdir() if f.name.startswith("note")]
    return list(itertools.islice(read_patients(path, on_error=lambda error: None), limit))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=Path, default=TRIALS)
    parser.add_argument("--patients", type=Path, default=PATIENTS)
    parser.add_argument("--limit", type=int, default=100, help="trials, and patients, at most")
    parser.add_argument("--silence", choices=["unknown", "absent"], default="unknown")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    args = parser.parse_args()
    trials, patients = load_trials(args.trials, args.limit), load_patients(args.patients, args.limit)
    criteria = sum(len(t.criteria) for t in trials) * len(patients)
    profile = cProfile.Profile()
    if args.profile:
        profile.enable()
    start = time.process_time()
    for trial in trials:
        for patient in patients:
            eligo.match(trial, patient, silence=args.silence)
    seconds = time.process_time() - start
    profile.disable()
    pairs = len(trials) * len(patients)
    figures = {
        "trials": len(trials),
        "patients": len(patients),
        "pairs": pairs,
        "criteria_per_trial": round(criteria / pairs, 1),
        "facts_per_patient": round(sum(len(p.facts) for p in patients) / len(patients), 1),
        "pairs_per_second": round(pairs / seconds),
        "criteria_per_second": round(criteria / seconds),
    }
    if args.format == "json":
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):22}{value:>12,}")
    if args.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
