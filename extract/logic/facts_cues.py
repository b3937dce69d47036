"""Which of the cues that ConText gives to a mention hold in a note: what a denial or a history does not reach."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from eligo.concepts.events import events
from eligo.concepts.hierarchy import is_a
from eligo.resources import read_table, split_cell
from eligo.schema import Concept, Cue, Mention

from .facts_causes import cause_of_denied

if TYPE_CHECKING:
    from .facts_context import NoteContext

__all__ = ["DURATION_BEFORE", "is_open_cause", "is_still_so", "says_resolved", "stands", "taken_as_current"]

DURATION_BEFORE = re.compile(
    r"(?:\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|long|recent|short|this|clinical))"
    r"[\s-]*(?:(?:day|week|month|year|hour|yr|wk|mo|hr)s?['’]?)?[\s-]*(?:of\s+)?(?:standing\s+)?$",
    re.I,
)
_AGE_BEFORE = re.compile(r"\b(?:years?|yrs?|months?|mos?|weeks?|wks?|days?)[\s-]*$", re.I)
_HISTORY = re.compile(r"(?:(?:known|past)\s+)?(?:history|hx|h/o)\b", re.I)
_OF_ALL = re.compile(
    r"(?:(?:past|prior|previous)\s+)?(?:medical\s+(?:past\s+)?history|pmhx?)\b|past\s+medical|\bpmhx?\b", re.I
)
_LONG_AGO = re.compile(r"\b(?:remote|distant|childhood|resolved|cured|infancy)\b", re.I)
_LASTING = re.compile(
    r"[\s,\w-]{0,40}?\b(?:(?:for|over|in|of|since|x)\s+(?:the\s+)?(?:past|last|previous)?\s*"
    r"(?:\d+|few|several|one|two|three|four|five|six)[\s-]*(?:hour|day|week)s?\b"
    r"|for\s+(?:the\s+)?(?:past|last)?\s*(?:\d+|several|two|three|four|five|six|ten|many)[\s-]*(?:month|year)s?\b(?!.*\b(?:quit|stopped|former|until|resolved)\b))",
    re.I,
)
_SINCE = re.compile(
    r"[\s,\w-]{0,40}?\bsince\s+(?:(?:the\s+)?age|about|(?:early\s+|late\s+)?(?:19|20)\d\d|childhood|infancy|birth|adolescence"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|ten|several|many|\d+)\s+(?:\w+\s+)?(?:day|week|month|year)s?\b|yesterday"
    r"|last\s+(?:week|month|year))\b",
    re.I,
)
_COUNTED_TIME = re.compile(
    r"\s+(?:\d+|few|several|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple)?\s*"
    r"(?:hour|day|week|month|year)s?\b",
    re.I,
)
_NEW_HISTORY = re.compile(
    r"(?P<also>\b(?:s/p|status[\s-]post)(?=\W|$)|,\s*(?:and\s+)?(?:so|thus|hence|therefore)\s+(?:[\w-]+\s+){1,4}diagnos\w+\b|\b(?:and|but)\s+(?:(?:he|she|patient|also|now)\s+)?(?:complain(?:s|ed|ing|ts?)|reports?|presented|presents|developed|underwent"
    r"|was\s+found)\b)|[,;]\s*(?:(?:and|but|with|is|was)\s+){0,2}(?:(?P<event>s/p|status[\s-]post|positive\s+for|pos\s+for|p/w|present\w*"
    r"|currently|now|(?:socially|occasionally|rarely|regularly)\s+(?:drank|drinks|smoke[sd]|use[sd]))|h/o|hx\s+of|elevated|increased|raised|low|decreased|reduced|(?:known\s+|prior\s+|past\s+|remote\s+)?history\s+of)(?=\W|$)",
    re.I,
)
_WHEN = re.compile(
    r"\b(?!(?:been|be|currently|yet|ever|now|was|is)\b)[\w-]+\s+(?P<when>during|after|following|since|despite|on|in|at|by)\s+"
    r"(?:(?:the|his|her|a|an|his|last|prior|previous)\s+){0,2}(?:(?!and\b|or\b)[\w-]+\s+){0,2}$",
    re.I,
)
_OF_THING = re.compile(
    r"[\w-]+\s+(?:on|to|over|of|in|around|at)\s+(?:the|his|her|this|these|those)\s+(?:[\w-]+\s+)?$"
    r"|\b(?:prior\s+to|before|since|after|following)\s+(?:the\s+|his\s+|her\s+)?"
    r"(?:(?:onset|appearance|development|diagnosis|occurrence|start|beginning)\s+of\s+)?(?:(?:the|his|her|these)\s+)?$",
    re.I,
)
_CAUSES = frozenset({"condition", "drug", "procedure", "lesion"})
_FEW = 3  # words before a time that begins its sentence: "About 2 years ago he …"
_AND_RECENT = re.compile(
    r"\s*,?\s*(?:and|but)\s+(?:(?:the|a|an|his|her)\s+)?(?:recent(?:ly)?|now|current(?:ly)?|new(?:ly)?|today)\b", re.I
)
_FOR_IT = re.compile(
    r"\b(?:agents?|medications?|medicines?|drugs?|treat\w*|therap\w+|prescribed)\s+(?:[\w-]+\s+){0,2}?for\s+"
    r"(?:(?:his|her|the|their)\s+)?$",
    re.I,
)
_KNOWN = re.compile(r"\b(?:known?|preexisting)$", re.I)  # says since when, not that it is over
_NOT = re.compile(r"not\b|n['’]t\b", re.I)
_KEEPS = re.compile(r"\b(?:maintain|keep|make|render|become|until|unless|if)\s+(?:[\w-]+\s+){0,2}$", re.I)
_CANNOT = re.compile(r"\b(?:can|could)\s?(?:not|n['’]t)$|\bunable\s+to$", re.I)
_ADDED = re.compile(
    r"\b(?:start(?:ed|ing)?|add(?:ed|ing)|initiated|beg[au]n|commenced|introduced|(?:put|placed)\s+on|switched\s+to|changed\s+to)\b"
    r"(?![^.;]*\b(?:stopp\w*|discontinu\w*|held|complet\w*|finish\w*|until|off)\b)",
    re.I,
)
_ACUTE = ("A", "B0", "J0", "J1", "J2", "N10", "N30", "N39", "K35", "K85", "R", "S", "T", "H1", "O")
_DIAGNOSED = re.compile(  # since when it is known; a disease that passes may be over by then
    r"\b(?:diagnosed|diagnosis|known)\s+(?:(?:to\s+have|with|of|as\s+having)\s+)(?:[\w-]+\s+){0,2}$", re.I
)
_TURN = re.compile(r"\b(?:after|when|while|because|with|for)\b", re.I)
_PLACES = frozenset({"on", "in", "at", "by"})
_OR = re.compile(r"\bn?or\b", re.I)
_NOW = re.compile(
    r"(?<!\w)(?:p/w|c/o|present(?:s|ed|ing)|now|currently|admitted|complain\w*|suffer(?:s|ing|ed)?\s+from|(?:comes|came)\s+to|developed"
    r"|(?<!that\s)(?<!which\s)(?:was|is)\s+(?:\w+\s+){0,2}(?:diagnosed|found|noted|seen|referred|transferred|hospitali[sz]ed))(?!\w)",
    re.I,
)
_HABIT = re.compile(r"smok|tobacco|cigar|alcohol|drink|drug|substance|abuse|cocaine", re.I)
_COMES_WITH = re.compile(
    r"\bpresent(?:s|ed|ing)?\s+(?:(?!and\b)[\w-]+\s+){0,5}?with\s+(?:(?:an?|the|his|her|long|prolonged|recent|progressive)\s+)*\Z",
    re.I,
)
_ELSE = re.compile(r"\b(?:who|which|underwent|undergoing|treated|received|started|admitted|presented|s/p|had)\b", re.I)
_AGO = re.compile(r"\bago\b|\S\s+(?:previously|prior|earlier)\Z", re.I)
_BEGAN = re.compile(r"\b(?:start(?:ed|ing)?|began|begun|beginning|since|onset|first\s+noticed)\b", re.I)
_BEGAN_BEFORE = re.compile(
    r"\b(?:began|begun|started)\s+(?:to\s+(?:have|feel|suffer|experience|develop|notice|complain)|having|feeling|suffering|experiencing|noticing)"
    r"\s+(?:(?:from|of|with)\s+)?(?:[\w-]+,?\s+){0,3}$",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:recurrent|chronic|ongoing|intermittent|persistent|long-?standing)\s+(?:[\w-]+\s+){0,2}$", re.I
)
_CHRONIC = re.compile(r"(?:chronic|persistent|ongoing|refractory)\b", re.I)
_POST = re.compile(r"s/p|status[\s-]+post", re.I)
_WITH = re.compile(r"\bwith\b|\bw/|\bc/b\b|\bcomplicated\b|[,;]\s*now\b", re.I)
_PRIOR = frozenset({"prior", "previous", "past"})
_GIVEN_FOR_IT = re.compile(
    r"\b(?:on|with|by|taking|using|receiving|treated|managed|controlled|maintained)\s+(?:[\w-]+\s+){0,5}$", re.I
)
_ON = re.compile(
    r"\b(?:on|receiving|undergoing)\s+(?:(?:chronic|home|maintenance|regular)\s+)?(?:[\w-]+\s+and\s+)?$", re.I
)
_NEEDED = re.compile(r"[\s-]+(?:dependent|treated|requiring|controlled)\b", re.I)


def stands(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """Whether a cue says of the mention what ConText takes it to say."""
    if cue.category == "historical":
        if cue.text[:2].casefold() == "no" and _is_treated(context, mention, cue):
            return False
        if _AGO.search(cue.text) and (is_still_so(mention) or _is_not_past(context, mention, cue)):
            return False
        if _AGO.search(cue.text) and _is_of_another(context, mention, cue):
            return False
        if _AGO.search(cue.text) and mention.label == "drug" and _begun(context, mention, cue):
            return False
        return not (_KNOWN.search(cue.text) or _counts_days(context, cue) or _is_over_before(context, mention, cue))
    if cue.category in ("negated", "possible") and cue.end <= mention.start:
        if mention.label == "condition" and _is_inability(context, mention, cue):
            return False
        return not (
            _denial_ends(context, mention, cue)
            or _is_when(context, mention, cue)
            or _is_treated(context, mention, cue)
            or _of_consequence(context, mention, cue) == "so"
        )
    if cue.category == "negated" and cue.text[:4].casefold() == "free" and _KEEPS.search(context.before(mention)):
        return False  # "a drug to keep her seizure free"
    if cue.category == "negated" and _NOT.match(cue.text):
        return not _TURN.search(context.text[mention.end - context.offset : cue.start - context.offset])
    return True


def is_open_cause(context: NoteContext, mention: Mention) -> bool:
    """Whether a denied consequence is of it, and no word takes it for granted: ``no bleeding from varices``."""
    return any(
        c.category == "negated" and c.end <= mention.start and _of_consequence(context, mention, c) == "open"
        for c in mention.cues
    )


def _of_consequence(context: NoteContext, mention: Mention, cue: Cue) -> str | None:
    if mention.label not in _CAUSES or cue.category != "negated":
        return None
    return cause_of_denied(context.text[cue.end - context.offset : mention.start - context.offset])


def _is_inability(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``legs that could not move, and numb hands``: what cannot be done is denied, and not what is listed behind it."""
    between = context.text[cue.end - context.offset : mention.start - context.offset]
    return "," in between and _CANNOT.search(context.text[: cue.end - context.offset]) is not None


def _is_not_past(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``pain that began 2 months ago``, ``acromegaly who had surgery 2 months ago``."""
    between = context.text[mention.end - context.offset : cue.start - context.offset]
    if cue.start < mention.end or mention.label != "condition":
        return False
    head = context.text[max(0, mention.start - context.offset - 50) : mention.start - context.offset]
    told = (_BEGAN.search(between), _ELSE.search(between), _BEGAN_BEFORE.search(head))
    return any(p is not None for p in told) or (_DIAGNOSED.search(head) is not None and not _passes(mention))


def _is_of_another(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``had surgery 2 years ago and the recent onset of pain``: a time is of what stands before it."""
    if cue.end > mention.start:
        return False
    head, offset = context.text[: cue.start - context.offset], context.offset
    behind = context.text[cue.end - offset : mention.start - offset]
    return _AND_RECENT.match(behind) is not None and len(head.split()) > _FEW


def _begun(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``started on metformin 6 months ago``, ``antivirals were added 6 months ago``: it goes on since then."""
    start, end = sorted((mention.start - context.offset, cue.start - context.offset))
    return _ADDED.search(context.text[max(0, start - 40) : end]) is not None


def _passes(mention: Mention) -> bool:
    """Whether it is over by itself after a while: an event, or an acute infection by its ICD-10-CM chapter."""
    concept = mention.concept
    if concept is None or concept.id in events():
        return True
    return any(code.startswith(_ACUTE) for code in concept.codes.get("ICD-10-CM", ()))


def _is_symptom(mention: Mention) -> bool:
    """Whether ICD-10-CM has it among the symptoms and signs."""
    codes = mention.concept.codes.get("ICD-10-CM", ()) if mention.concept is not None else ()
    return mention.label == "condition" and any(code.startswith("R") for code in codes)


def says_resolved(cue: Cue) -> bool:
    """``resolved``: it was there."""
    return cue.category == "negated" and "resolved" in cue.text.casefold()


def is_still_so(mention: Mention) -> bool:
    """Whether a history of it says that the patient has it: diseases of ``lexicons/chronic.tsv``."""
    return mention.concept is not None and mention.label == "condition" and _stays(mention.concept)


def taken_as_current(context: NoteContext, mention: Mention) -> bool:
    """Whether only a history is told of what stays, so that its being there still is an assumption."""
    return is_still_so(mention) and any(
        c.category == "historical" and _HISTORY.match(c.text) and not _counts_days(context, c) for c in mention.cues
    )


def _counts_days(context: NoteContext, cue: Cue) -> bool:
    """``a 3-day history of cough`` and ``44-year-old`` do not say that anything is past."""
    at = cue.start - context.offset
    if cue.text.casefold() == "old":
        return _AGE_BEFORE.search(context.text[max(0, at - 12) : at]) is not None
    if cue.text.casefold().startswith("in the past"):
        return _COUNTED_TIME.match(context.text, cue.end - context.offset) is not None
    if not _HISTORY.match(cue.text):
        return False
    return DURATION_BEFORE.search(context.text[max(0, at - 30) : at]) is not None


def _is_over_before(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """Whether a history is no past, or does not reach the mention.

    The past medical history tells what the patient has; chronic diseases stay; ``a history of pain for 2 days`` is now;
    the drug that somebody with a history of a disease is on is given now.
    """
    if cue.end <= mention.start and cue.text.casefold() in _PRIOR and is_still_so(mention):
        return "," in context.text[cue.end - context.offset : mention.start - context.offset]  # "prior stroke, gout"
    if mention.label == "condition" and _POST.fullmatch(cue.text) and cue.end <= mention.start:
        between = context.text[cue.end - context.offset : mention.start - context.offset]
        return _WITH.search(between) is not None or ("," in between and is_still_so(mention))
    if mention.label == "condition" and cue.end <= mention.start and cue.text.casefold() == "previously":
        between = context.text[cue.end - context.offset : mention.start - context.offset]
        return _DIAGNOSED.search(between) is not None and not _passes(mention)  # "previously diagnosed with gout"
    history = _HISTORY.match(cue.text) is not None
    of_all = _OF_ALL.search(cue.text) is not None
    if not (history or of_all) or cue.end > mention.start:
        return False
    between = context.text[cue.end - context.offset : mention.start - context.offset]
    if _NOW.search(between) or (mention.label == "condition" and _GOES_ON.search(between)):
        return True
    if history and _is_symptom(mention) and _COMES_WITH.search(context.text[: cue.start - context.offset]):
        return True  # "presents with a history of chest pain"
    if _LONG_AGO.search(context.text[max(0, cue.start - context.offset - 12) : mention.start - context.offset]):
        return False
    if mention.label == "condition":
        after = context.after(mention)
        return (
            of_all
            or _CHRONIC.match(mention.text) is not None
            or is_still_so(mention)
            or (history and _goes_on(after) and not _HABIT.search(mention.text))
        )
    if mention.label == "drug":
        return _GIVEN_FOR_IT.search(between) is not None or _NEEDED.match(context.after(mention)) is not None
    if mention.label == "procedure":  # "h/o ESRD on hemodialysis"
        return _ON.search(between) is not None
    return False


def _goes_on(after: str) -> bool:
    """``for 2 weeks``, ``since a year ago``: it is still there."""
    return _LASTING.match(after) is not None or _SINCE.match(after) is not None


def _denial_ends(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``no fever, s/p appendectomy``: a denial ends where something else is told to have been."""
    offset = context.offset
    text = context.text
    for new in _NEW_HISTORY.finditer(text, cue.end - offset, mention.start - offset + 1):
        if (
            new["event"]
            or new["also"]
            or not _OR.search(text[new.end() : mention.end - offset] + context.after(mention))
        ):
            return True
    return False


def _is_when(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``no fever during chemotherapy``, ``no mass on CT``: what was given or done is not denied."""
    if mention.label not in ("procedure", "drug"):
        return False
    found = _WHEN.search(context.text[cue.end - context.offset : mention.start - context.offset])
    return found is not None and (mention.label == "procedure" or found["when"].casefold() not in _PLACES)


def _is_treated(context: NoteContext, mention: Mention, cue: Cue) -> bool:
    """``no medication for gout``: the gout is not denied."""
    if mention.label == "lesion":  # "no ointment on the lesion"
        return _OF_THING.search(context.text[cue.end - context.offset : mention.start - context.offset]) is not None
    if mention.label != "condition":
        return False
    return _FOR_IT.search(context.text[cue.end - context.offset : mention.start - context.offset]) is not None


@cache
def _chronic() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = read_table("chronic.tsv", ("concept", "but", "source"))
    return tuple((row.cells["concept"], frozenset(split_cell(row.cells["but"]))) for row in rows)


@cache
def _stays(concept: Concept) -> bool:
    return any(
        (concept.id == id_ or is_a(concept, Concept(id_, id_))) and not _is_any(concept, but) for id_, but in _chronic()
    )


def _is_any(concept: Concept, ids: frozenset[str]) -> bool:
    return any(concept.id == id_ or is_a(concept, Concept(id_, id_)) for id_ in ids)
