"""The words of time windows, as regular expressions: what stands before a duration, in it and after it."""

from __future__ import annotations

import re

from eligo.alternatives import one_of

from .durations import NUMBER, UNIT, compile_words
from .hints import PartsOfWords, WholeWords

__all__ = [
    "AHEAD", "AMONG", "ANY_DOSE", "ANY_PERIOD", "ASIDE", "BACK", "BORN", "COMING", "CORE", "EVENT_PAST", "FIRST",
    "FOLLOWED", "HALF_LIVES", "IN_A_PERIOD", "JOINED", "LEAST", "LIVING", "MAY_NAME_HALF", "MAY_NAME_POINT",
    "MAY_NAME_UNIT", "MOST", "NOT_A_WINDOW", "OF_ANOTHER", "OR_HALF_LIVES", "OR_TIME", "PERIOD", "PLANNED", "POINT",
    "POSTFIX", "RECENT", "RELATION", "SECOND", "SHORT_UNIT", "STATE", "TO", "TRIAL_WORDS", "UNITS", "WASHOUT_AFTER",
    "WASHOUT_BEFORE", "WHICHEVER",
]  # fmt: skip

_COUNT = rf"{NUMBER}(?:\s*-?\(\s*{NUMBER}\s*\))?"  # "four (4)"
_HALVES = (
    r"(?:(?:times|x|×)\s+(?:(?:the|its|their)\s+)?)?(?:[a-z]+(?:/[a-z]+)?(?:'s)?[\s-]+){0,2}half[\s-]*li(?:fe|ves)"
)
_LEAST_WORDS = [
    r"at\s+least", r"at\s+minimum", r"not?\s+(?:less|fewer|shorter|earlier)\s+than",
    *(rf"{more}\s+than" for more in ("more", "greater", "longer", "older", "over")),
    r"a\s+minimum(?:\s+of)?", r"minimum(?:\s+of)?", "exceeding",
]  # fmt: skip
_MOST_WORDS = [
    r"at\s+most", r"no\s+(?:more|longer|greater|later)\s+than", r"not\s+(?:more|longer|greater)\s+than",
    r"less\s+than", r"fewer\s+than", r"shorter\s+than", r"up\s+to", r"a\s+maximum(?:\s+of)?", r"maximum(?:\s+of)?",
]  # fmt: skip
_LEAST_SIGNS = r"≥|≧|⩾|>\s*or\s*=|>\s*/?=|=\s*>|\\?>|&gt;"
_MOST_SIGNS = r"≤|≦|⩽|<\s*or\s*=|<\s*/?=|=\s*<|\\?<|&lt;"
# "greater than or equal to (≥) 180 days"
_SIGN_AGAIN = r"[(\[]\s*(?:≥|≧|⩾|>\s*/?=|=\s*>|\\?>\s*=?|≤|≦|⩽|<\s*/?=|=\s*<|\\?<\s*=?)\s*[)\]]"
_LEAST = rf"{one_of(_LEAST_WORDS)}|{_LEAST_SIGNS}"
_MOST = rf"{one_of(_MOST_WORDS)}|{_MOST_SIGNS}"
_PAST_WORDS = r"most\s+recent", "past", "last", "latest", "former", "previous", "preceding", "prior", "recent"
_NEXT_WORDS = "next", "first", "following", "subsequent", "upcoming", "coming"
_BACK, _AHEAD = one_of(_PAST_WORDS), one_of(_NEXT_WORDS)
_AROUND = [
    *_PAST_WORDS, *_NEXT_WORDS, "the", "a", "an", "approximately", "about", "around", "of", "period", "interval",
    r"time\s+period", r"time\s+frame", "duration", "immediately", "consecutive", "entire", "whole", "least", "or",
    r"equal\s+to", "additional",
    *(rf"{which}\s+of(?:\s+either)?" for which in ("longer", "shorter", "greater", "lesser")),
]  # fmt: skip
_PIECE = one_of(
    [
        *_LEAST_WORDS,
        *_MOST_WORDS,
        *(rf"{word}(?!\w)" for word in _AROUND),
        rf"(?:{_LEAST_SIGNS}|{_MOST_SIGNS}|~(?!\w))",
        _SIGN_AGAIN,
    ]
)
_PREP = one_of((
    "within", r"with\s+in", "in", "during", "over", "for", "throughout", "until", "till", "through", "thru", "to",
    "from", "since", "lasting", "between",
))  # fmt: skip

LEAST = compile_words(rf"(?:{_LEAST})|\bleast\b")
MOST = compile_words(_MOST)
EITHER_OF = compile_words(r"\b(?P<which>longer|shorter|greater|lesser)\s+of\b")
BACK = compile_words(rf"\b{_BACK}\b")
AHEAD = compile_words(rf"\b{_AHEAD}\b")

FIRST = compile_words(r"\bfirst\b")

MAY_NAME_UNIT = PartsOfWords(("min", "hour", "hr", "day", "week", "wk", "month", "mth", "year", "yr", "half"))
MAY_NAME_HALF = PartsOfWords(("half",))
SHORT_UNIT = re.compile(r"[^A-Za-z](?:[Hh]|[Mm][Oo][Ss]?)(?![A-Za-z])")
UNITS = compile_words(rf"(?<![a-z])(?:{UNIT}|half[\s-]*li(?:fe|ves))(?![a-z])")
CORE = compile_words(
    rf"(?<![\w/.,])(?:(?P<prep>{_PREP})\s+)?(?P<mods>(?:{_PIECE}\s*){{0,6}})"
    rf"(?:(?P<n1>{_COUNT})"
    rf"(?:\s*(?P<u1>{UNIT})?\s*(?:-|–|—|to|or|and)\s*(?P<n2>{NUMBER})(?:\s*\(\s*{NUMBER}\s*\))?)?"
    r"(?:\s+or\s+(?:(?P<more>more|greater|longer)|(?P<less>less|fewer)))?[\s-]*"
    r"(?:(?:consecutive|calendar|full|complete|completed|continuous|whole|business|working|additional|more"
    rf"|(?P<past>{_BACK}))\s+)?)?"
    rf"(?P<unit>{UNIT}|{_HALVES})(?!\w)"
)
HALF_LIVES = compile_words(_HALVES)

# What may follow the duration before the event it is measured from.
POSTFIX = compile_words(r"\s*,?\s*or\s+(?:(?P<least>more|longer|greater|over)|(?P<most>less|fewer|shorter))(?!\w)")
PERIOD = compile_words(r"[\s-]+(?:time\s+)?(?:period|interval|time\s*frame|window|duration)(?!\w)")
SECOND = compile_words(
    rf"\s*(?:,?\s*(?:and|but|to|or)\s+|,\s*)(?P<cmp>{_LEAST}|{_MOST})?\s*(?P<n>{_COUNT})[\s-]*(?P<unit>{UNIT})(?!\w)"
)
TO = compile_words(rf"\s*(?:-|–|—|to|and)\s*(?P<n>{_COUNT})[\s-]*(?P<unit>{UNIT})(?!\w)")
OR_HALF_LIVES = compile_words(
    rf"[\s,;(]*(?:or|and)?\s*(?:within|approximately|{_LEAST})?\s*(?P<n>{_COUNT})[\s-]*{_HALVES}(?!\w)"
    r"(?:\s*\(\s*t\s*½\s*\))?"
    r"(?P<of>\s+(?:of|for)(?:\s+[\w-]+){1,5}?(?=\s*(?:[,;()]|which|prior|before|from|$)))?"
)
OR_TIME = compile_words(rf"[\s,;(]*(?:or|and)\s*(?:within|{_LEAST})?\s*(?P<n>{_COUNT})[\s-]*(?P<unit>{UNIT})(?!\w)")
WHICHEVER = compile_words(
    r"[\s,;(]*which\s*ever\s+(?:(?:time|period|one|of\s+these|interval)\s+)?"
    r"(?:(?:is|was|comes|occurs|of\s+the\s+two\s+is)\s+)?(?:the\s+)?"
    r"(?P<which>longe[rs]t?|greate[rs]t?|more|later|shorte[rs]t?|less|earlier|first)\s*\)?"
)
ASIDE = compile_words(
    rf"\s*\(\s*(?:(?:[^()\w]|or|±|at\s+least)*\s*{NUMBER}[^()]{{0,40}}"
    r"|or\s+(?:as|longer|more|shorter)\b(?=[^()]*(?:local|national|law|regulat|authorit))[^()]{0,70})\)"
)
RELATION = compile_words(
    r"\s*[,)]?\s*(?:(?:immediately|just|directly|shortly|have|has|had|must|should|elapsed|passed)\s+){0,4}(?:"
    r"(?P<around>(?:prior\s+to|before)\s*(?:or|and|and/or|/)\s*(?:after|following)|(?:after|following)\s+(?:or|and)\s+(?:before|prior\s+to))"
    r"|(?P<onward>(?:prior\s+to|before)\s*(?:or|and|and/or)\s+(?:at\s+any\s+time\s+)?(?:during|while\s+on))"
    r"|(?P<before>prior\s+to|before|preceding|previous\s+to|in\s+advance\s+of|leading\s+up\s+to|ahead\s+of|pre-|pre(?=\s))"
    r"|(?P<past>prior(?!\s+to)|previously|previous|earlier|ago|beforehand)"
    r"|(?P<after>after|following|post(?![\s-]*menopau)[\s-]*|subsequent\s+to)|(?P<since>since)|(?P<from>from)|(?P<of>of)(?!\s+age))(?!\w)"
)
OF = compile_words(r"\s+(?:of|for)\s+")
FOLLOWED = compile_words(r"\s+[a-z]")
EVENT_PAST = compile_words(
    r"\s*(?:the|their|his|her|any|all)?\s*"
    r"(?:prior|previous|most\s+recent|last|completion|completing|end|discontinuation|stopping)\b"
    r"(?!\s+dose\s+of\s+(?:study|investigational|trial))"
)

# What makes a duration no window, or another one.
NOT_A_WINDOW = compile_words(
    r"\s*(?:,?\s*of\s+age\b|-?\s*old\b|(?:of\s+)?gestation|(?:of\s+)?(?:life|survival)\b|apart\b"
    r"|in\s+(?:age|duration|length)\b)"
)
# "preterm (born < 37 weeks)": the weeks of the pregnancy
BORN = compile_words(
    r"(?:prematur\w*|preterm)(?:\s+(?:birth|deliver(?:y|ies)|infants?|babies|baby|neonates?|newborns?|children|child|labou?r))?"
    r"[\s,:(]*(?:(?:defined|i\.?e\.?|as|at)\b[\s,.:]*){0,3}$"
)
LIVING = compile_words(r"(?:life[\s-]*expectanc|surviv|expected\s+to\s+live|prognos|gestation|\baged?\b)[^.;•]*$")
PLANNED = compile_words(
    r"(?:plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|anticipat\w+|scheduled|intend\w*|intention)\b[^.;]*$"
)
COMING = compile_words(
    r"(?:plan|schedul|expect|intend|recover|resol|complet|finish|heal|increas|decreas|chang|reduc|los[st]|gain|achiev)\w*\b[^.;]*$"
)
STATE = compile_words(
    r"(?:stable|unchanged|constant|free|remission|controlled|abstinen\w+|amenorrh\w+|menopausal|doses?|regimen"
    r"|symptoms?|duration)(?:\s+(?:of|for))?\s*[(,]?\s*$"
)
WASHOUT_BEFORE = compile_words(r"wash(?:ed)?[\s-]*out(?:\s+(?:period|interval))?(?:\s+(?:of|is|was))?\s*[(,:]?\s*$")
WASHOUT_AFTER = compile_words(r"[\s-]+wash[\s-]*out(?:\s+period)?(?!\w)")
AMONG = compile_words(rf"\s*(?:within|in|during|over|out\s+of)\s+(?:the\s+|any\s+)?(?:{_BACK}\b|{NUMBER}(?!\w))")
RECENT = compile_words(r"\brecent(?:ly)?\b[^.;]{0,50}$")
ANY_PERIOD = compile_words(r"within\s+(?:an?|any|one)\s+\S.{0,40}\b(?:period|interval|time\s*frame|window)$")
IN_A_PERIOD = compile_words(r"(?:in|over|during)\s+(?:a|the)\s+(?:time\s*frame|(?:time\s+)?(?:period|interval))\s+of\b")
ANY_DOSE = compile_words(r"\s*(?:(?:the|a|an|any|each)\s+)?(?:doses?|dosing)\s*")
OF_ANOTHER = compile_words(r"\s+of\s+(?!the\s+(?:study|trial))[a-z]")

# A window that names an event and no duration.
_LENGTH = r"(?:(?:course|conduct|duration|length|remainder|entirety)\s+of|participation\s+in)"
MAY_NAME_POINT = WholeWords((  # what it begins with; after "for", "over" and "in" the noun that it needs
    "at", "on", "upon", "during", "throughout", "duration", "course", "length", "while", "from", "since", "until",
    "till", "through", "before", "prior", "preceding", "after", "following", "starting", "beginning", "commencing",
))  # fmt: skip
POINT = compile_words(
    r"(?<!\w)(?:(?P<at>at(?:\s+the)?(?:\s+time)?(?:\s+of)?|on(?:\s+the\s+day\s+of)?|upon)"
    rf"|(?P<during>(?:during|throughout|over|in|for)\s+(?:the|their|his|her|its)\s+(?:(?:entire|whole|full)\s+)?{_LENGTH}"
    r"|during|throughout|while\s+(?:on|receiving|taking|in|participating\s+in))"
    r"|(?P<starting>from|(?:starting|beginning|commencing)\s+(?:from|with|at|on))|(?P<since>since)|(?P<until>until|till|through)|(?P<before>before|prior\s+to|preceding)"
    r"|(?P<after>after|following))\s+"
)
TRIAL_WORDS = compile_words(r"\b(?:study|trial|protocol|investigational|period|phase)\b")
JOINED = compile_words(r"(?:\s*\([^()]{0,40}\))?[\s,(]*(?:(?:and|or|and/or|as\s+well\s+as)(?!\w))?[\s,]*")
