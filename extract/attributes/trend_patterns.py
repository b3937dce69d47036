"""What stands around the words for a trend: the thing, how far it moved, from where, and how often."""

from __future__ import annotations

import re
from functools import cache

from eligo.entities.hints import PartsOfWords
from eligo.entities.numbers import NUMBER_WORDS
from eligo.entities.trends import trend_words

__all__ = [
    "AHEAD", "BARE", "CAME_TO", "DEFINES", "ENDS", "FOLD", "HINT", "IN_THING", "JOINT", "NO", "NOT_SO", "OCCASIONS",
    "OF_A_LEVEL", "PLUS_MINUS", "REST", "SINCE", "TIMES", "TO_AMOUNT", "VERB", "pattern",
]  # fmt: skip

HINT = PartsOfWords(
    ("rise", "rising", "risen", "increas", "climb", "escalat", "trend", "going", "doubl", "tripl", "halv", "fall",
     "declin", "decreas", "drop", "reduc", "worsen", "deteriorat", "improv", "stable", "stabili", "unchanged", "steady",
     "constant", "fluctuat", "vary", "varied", "variation", "variability", "chang", "increment")
)  # fmt: skip
"""Whether any of the words may be there at all."""

_ADVERB = (
    r"(?:(?:rapid|progressive|stead|gradual|consistent|continuous|serial|marked|slow|recent|clinical|significant|persistent"
    r"|constant|documented|confirmed|relative|absolute|unexplained)(?:i?ly)?\s+)"
)
_OF_THING = (
    r"(?:(?:the|their|his|her|an?|baseline|serum|plasma|total|blood|peripheral|levels?|values?|concentrations?|of|known"
    r"|documented|confirmed|measured|mean|absolute|relative|overall|self-reported)\s+)*"
)
_LEVELS = (
    r"(?:\s*[(\[][A-Za-z][\w.+/ -]{0,14}[)\]])?"
    r"(?:\s+(?:levels?|values?|counts?|concentrations?|measurements?|tests?|results?|titers?|scores?|points?))?"
)
_IS = (
    r"\s*(?:(?:,?\s*(?:that|which|who))?\s+(?:is|are|was|were|has|have|had|must|should|shall|be|been|remains?|remained|keeps?"
    r"|kept|stays?|stayed|appears?|continues?\s+to\s+be|currently|now|still|also|been)\b)*"
)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been|remain\w*|kept|keeps?|stay\w*|appears?)\b", re.I)
NOT_SO = re.compile(  # what the word is said of instead ("stable INR regimen"), or what explains it
    r"\s*[-‐‑]?\s*(?:regimens?|dos(?:es?|age|ing)|therap\w+|medications?|treatment|drugs?|agents?|supplement\w*|intake|diets?"
    r"|programs?|surgery|products?|studies|study|trials?|index|scale|questionnaire|reduction\s+(?:program|surgery)"
    r"|management)\b|\s*(?:that\s+|which\s+)?(?:(?:is|are|was|were)\s+)?(?:(?:known|thought|considered|believed|felt|deemed"
    r"|clearly|not)\s+(?:to\s+be\s+)?)*(?:due\s+to|related\s+to|attribut\w+|caused\s+by|secondary\s+to|explained\s+by"
    r"|because\s+of)\b",
    re.I,
)
CAME_TO = re.compile(
    r"\s*(?:of\s+)?(?:to\s+(?!at\s+baseline)|(?:to\s+)?(?:above|below|under|over\s+\d|beyond|exceeding)\b)", re.I
)
TO_AMOUNT = re.compile(
    r"(?:[\s,:(\[=]|\b(?:of|by|from|in|the|an?|their|is|was|as|with|at|which|defined|i\.?e\.?|change[sd]?|variation|weight"
    r"|body|baseline|over|within|compared|to|relative|absolute|value|values|levels?|each|being|than|no|not|exceeding"
    r"|unintentional|involuntary|varying|fluctuating|changing)\b)*",
    re.I,
)
NO = re.compile(r"\b(?:no|not|without|never)\b", re.I)
DEFINES = re.compile(r"\b(?:defined|i\.?e|change|variation|within|varying|fluctuating)\b|[(:]|,\s*with\b", re.I)
AHEAD = re.compile(
    r"[\s-]*(?:(?P<fold>fold)|points?|letters?|percent(?:age\s+points?)?|steps?)?[\s-]*"
    r"(?:(?:or\s+(?:more|greater|higher|less)|total|absolute|relative|confirmed|unintentional|unintended|involuntary"
    r"|documented|unexplained|of|the|an?|self-reported|sustained)\s+)*",
    re.I,
)
FOLD = re.compile(r"[\s-]*fold\b|\s*times\b", re.I)
REST = re.compile(
    r"\s*(?:points?|letters?|of\s+(?:the\s+)?(?:initial\s+|total\s+)?body\s+weight|(?:weight\s+)?(?:changes?|variations?"
    r"|fluctuations?|(?:gain|loss)(?:\s*(?:or|and|and/or|/)\s*(?:gain|loss))?))\b",
    re.I,
)
PLUS_MINUS = re.compile(
    r"[\s,(:]*(?:of\s+|within\s+|by\s+|defined\s+as\s+|i\.?e\.?,?\s+)?(?:±|\+\s?/?\s?[-−–]|plus\s+or\s+minus)\s*"
    r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>%|kg|lbs?|pounds?)?",
    re.I,
)
SINCE = re.compile(
    r"[\s,(]*(?:from|over|above|below|compared\s+(?:to|with)|relative\s+to|vs\.?|versus|since)\s+"
    r"(?:(?:the|their|his|her|a|an|post-?\w+)\s+)*(?P<what>baseline|nadir|lowest|minimum|peak|highest|maximum|best)\b"
    r"(?:\s+(?:values?|levels?|measurements?))?",
    re.I,
)
_NUMBER = rf"(?:\d|{'|'.join(word for word, n in NUMBER_WORDS.items() if 2 <= n < 10)})"
TIMES = re.compile(
    rf"\b(?:at\s+least\s+|a\s+minimum\s+of\s+|minimum\s+of\s+|minimum\s+|≥\s*)?(?P<n>{_NUMBER})(?:\s*\(\s*\d\s*\))?"
    r"(?:\s+or\s+more)?\s+(?:(?:consecutive|successive|sequential|serial|separate|subsequent|documented|confirmed"
    r"|independent)(?:ly)?\s+)?\Z",
    re.I,
)
OCCASIONS = re.compile(
    r"\s*,?\s*\(?\s*(?:as\s+)?(?:confirmed|documented|verified|measured)?\s*(?:on|in|at|by|over|from)\s+(?:at\s+least\s+)?"
    rf"(?:{_NUMBER})\b[^.;]{{0,24}}?"
    r"\b(?:occasions|measurements?|readings?|values|determinations|tests|visits|samples|assessments)\b",
    re.I,
)
OF_A_LEVEL = re.compile(r"[\s-]*(?:[<>≤≥=:]|(?:is|are|was|of|at)\b|\d)")
JOINT = re.compile(
    r"\s*(?:levels?\s*)?(?:,\s*(?:and\s+|or\s+)?|/|&|and/or\s+|and\s+|or\s+)\s*(?:serum\s+|total\s+|plasma\s+)?", re.I
)
IN_THING = re.compile(
    rf"[\s-]*(?:fold|points?|letters?|percent(?:age\s+points?)?)?(?:\s+or\s+(?:more|greater|higher))?\s+(?:in|of)\s+{_OF_THING}",
    re.I,
)
ENDS = re.compile(r"[;\n]|\.(?=\s)|\b(?:or|unless|except|if)\b", re.I)
_EITHER = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(trend_words("behind"), key=len, reverse=True))
BARE = re.compile(
    rf"(?<![\w-])(?P<word>{_EITHER})(?=\s*(?:of|by|from)?\s*(?:at\s+least|more\s+than|greater\s+than|less\s+than"
    r"|not\s+more|no\s+more|exceeding|[<>≥≤=]|of\s+\d|by\s+\d))",
    re.I,
)


@cache
def pattern(place: str) -> re.Pattern[str]:
    """The words for a trend at this place beside a thing: right ``before`` it, ``of`` it, ``behind`` it; ``is``."""
    words = sorted(trend_words(place), key=len, reverse=True)
    either = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    if place == "before":
        return re.compile(rf"(?<![\w-]){_ADVERB}*(?P<word>{either})\s+{_OF_THING}\Z", re.I)
    if place == "of":
        return re.compile(rf"(?<![\w-]){_ADVERB}*(?P<word>{either})\s+(?:in|of|for)\s+{_OF_THING}\Z", re.I)
    if place == "behind":
        return re.compile(rf"{_LEVELS}\s+{_ADVERB}*(?P<word>{either})(?![\w-])", re.I)
    return re.compile(rf"{_LEVELS}(?P<verb>{_IS}),?\s+{_ADVERB}*(?P<word>{either})(?![\w-])", re.I)
