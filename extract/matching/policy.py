"""What a note's silence stands for, by the type of what is asked: one word for all, a mapping, or a small file.

    [silence]
    condition = absent
    drug = absent
    reproductive = unknown

Only what a note would mention where it is so can be taken as absent: nobody's consent, laboratory value or stage
follows from silence.
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from os import PathLike
from typing import Literal

from eligo.errors import InputError

__all__ = ["POLICY_TYPES", "Silence", "absent_types", "read_policy"]

Silence = Literal["unknown", "absent"] | Mapping[str, Literal["unknown", "absent"]]
"""``unknown``, ``absent``, or either by type (`POLICY_TYPES`); a type that a mapping leaves out is unknown."""

POLICY_TYPES = ("condition", "drug", "procedure", "allergy", "participation", "reproductive", "biomarker")
"""The types whose absence silence may stand for."""

# What "absent" means where nothing is said of single types: a biomarker that was never tested may well be there.
_ALL = frozenset(POLICY_TYPES) - {"biomarker"}
_WORDS = ("unknown", "absent")


def absent_types(silence: Silence) -> frozenset[str]:
    """The types of constraints for which silence is absence.

    Raises:
        ValueError: if a type or a word is not a known one.
    """
    if isinstance(silence, str):
        if silence not in _WORDS:
            raise ValueError(f"silence is 'unknown' or 'absent', not {silence!r}")
        return _ALL if silence == "absent" else frozenset()
    for type_, word in silence.items():
        if type_ not in POLICY_TYPES:
            raise ValueError(f"silence on {type_!r} cannot be set; it can for {', '.join(POLICY_TYPES)}")
        if word not in _WORDS:
            raise ValueError(f"silence on {type_} is 'unknown' or 'absent', not {word!r}")
    return frozenset(type_ for type_, word in silence.items() if word == "absent")


def read_policy(path: str | PathLike[str], silence: Literal["unknown", "absent"] = "unknown") -> Silence:
    """The policy of a file (see this module): the section ``[silence]`` with ``type = absent`` or ``type = unknown``.

    Args:
        silence: for the types that the file does not name.

    Raises:
        InputError: if the file cannot be read or says something else.
    """
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with open(path, encoding="utf-8-sig") as file:
            parser.read_file(file)
        stated = dict(parser["silence"])
        absent_types(stated)  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read", "name a policy file that can be read") from None
    except KeyError:
        raise InputError(str(path), "has no section [silence]", "begin it with a line [silence]") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "is not text in UTF-8", "save it as plain text") from None
    except (configparser.Error, ValueError) as error:
        problem = " ".join(str(error).split())
        raise InputError(str(path), problem, "write lines like “condition = absent” below [silence]") from None
    base = dict.fromkeys(sorted(absent_types(silence)), "absent")
    return {**base, **stated}  # type: ignore[dict-item]
