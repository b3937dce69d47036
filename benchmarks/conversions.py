"""Unit conversions per second, over every pair of units of one dimension and over mass and amount.

    python benchmarks/conversions.py                   # unit conversions: 1,400,000/s over 2,700 pairs
    python benchmarks/conversions.py --format json

Seconds are of CPU time, on one core, after each pair was asked for once (which is when its factor is made).
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence

from eligo.entities.unit_table import unit_table
from eligo.entities.units import convert

CREATININE = 113.12  # g/mol
MASS, AMOUNT = "mass concentration", "substance concentration"


def pairs() -> list[tuple[str, str]]:
    """Every ordered pair of units that measure the same, and every mass concentration with every amount."""
    of: dict[str, list[str]] = defaultdict(list)
    for unit in unit_table().values():
        of[unit.dimension].append(unit.code)
    same = [(a, b) for codes in of.values() for a in codes for b in codes]
    return same + [(a, b) for a in of[MASS] for b in of[AMOUNT]]


def rate(asked: Sequence[tuple[str, str]], seconds: float) -> float:
    """Conversions per second of CPU time, measured for `seconds`."""
    for source, target in asked:
        convert(1.5, source, target, molar_mass=CREATININE)
    done, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        for source, target in asked:
            convert(1.5, source, target, molar_mass=CREATININE)
        done += len(asked)
    return done / (time.process_time() - begin)


def main(argv: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to measure")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    args = parser.parse_args(argv)
    asked = pairs()
    found = round(rate(asked, args.seconds))
    if args.format == "json":
        print(json.dumps({"conversions_per_s": found, "pairs": len(asked)}))
    else:
        print(f"unit conversions: {found:,}/s over {len(asked):,} pairs")


if __name__ == "__main__":
    main()
