"""CVX codes of vaccines → our concepts. The codes are those of the CDC's list, which is in the public domain."""

from __future__ import annotations

from functools import cache

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Concept

__all__ = ["vaccine_by_cvx"]

_CODES = {
    "drug:live_zoster_vaccine": "121",
    "drug:recombinant_zoster_vaccine": "187",
    "class:influenza_vaccine": "15 16 88 111 125 126 127 128 135 140 141 144 149 150 153 155 158 161 166 168 171 185"
    " 186 197 205",
    "drug:mmr_vaccine": "03",
    "class:hepb_vaccine": "08 42 43 44 45 189",
    "drug:hepatitis_a_vaccine": "31 52 83 84 85",
    "class:hpv_vaccine": "62 118 137 165",
    "drug:hib_vaccine": "17 46 47 48 49",
    "drug:inactivated_polio_vaccine": "10",
    "drug:oral_polio_vaccine": "02",
    "drug:rotavirus_vaccine": "116 119 122",
    "drug:varicella_vaccine": "21",
    "drug:yellow_fever_vaccine": "37",
    "class:meningococcal_vaccine": "32 108 114 136 147 148 162 163 164 203",
    "class:pneumococcal_vaccine": "33 100 109 133 152 215 216",
    "drug:tdap_vaccine": "115",
    "class:covid_vaccine": "207 208 210 211 212 213 217 218 219 221 228 229 230 300 301 302",
}  # fmt: skip


@cache
def _by_code() -> dict[str, Concept]:
    terms = default_lexicon().terms
    return {code: terms[id].concept for id, codes in _CODES.items() if id in terms for code in codes.split()}


def vaccine_by_cvx(code: str) -> Concept | None:
    """The vaccine, or the kind of vaccine, of a CVX code; None where we have no concept for it."""
    return _by_code().get(code.strip().zfill(2))
