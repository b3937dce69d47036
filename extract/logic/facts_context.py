"""What a note's section and the words around a mention make of it: assertion and status."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from eligo.schema import Assertion, Cue, Document, Mention, Statement

from .facts_cues import DURATION_BEFORE, is_open_cause, is_still_so, says_resolved, stands
from .facts_reactions import no_reaction
from .facts_relatives import denies_family, of_relative

__all__ = ["NoteContext", "assertion_of", "clause_of", "status_of"]

_CLAUSE = re.compile(
    r";|\.(?=\s+[A-Z(]|\s*$)|(?<!\s),?\s+(?:but|however|although|while|whereas)\b|,\s+then\b|\band\s+then\b"
)
_NEAR = 160  # of these, the last before a thing are looked at for its status
_REACH = 300  # characters: a clause is not looked for further away

_BEFORE_OVER = re.compile(
    r"\b(?:history\s+of|h/o|hx\s+(?:of)?|s/p|status[\s-]+post|remote|former|cured)(?:\s+[\w-]+){0,3}\s*$", re.I
)
_NO_RECURRENCE = re.compile(
    r"\b(?:no|not|without|free\s+of|denie[sd]|n['’]t)\b(?:\s+[\w-]+){0,4}\s+(?:recurrences?|relapses?)\s+of"
    r"(?:\s+[\w-]+){0,2}\s+$",
    re.I,
)
_AFTER_OVER = re.compile(
    r"[\s,(:-]*(?:\w+\s+){0,4}?(?:in\s+(?:\w+\s+)?remission|cured|excised|resected)\b"
    r"|(?:\s+(?!and\b|or\b)\w+){0,7}[\s,(]+(?:(?:and|with)\s+)?(?:no|without)\s+(?:(?:evidence|signs?)\s+of\s+)?(?:recurrence|relapse)\b",
    re.I,
)
_TIME_AFTER = re.compile(r"\s+(?:on|in|since|for|from|of)\s+[\w./-]+(?:\s[\w./-]+){0,3}(?=\s*[,(])", re.I)
_AFTER_RESOLVED = re.compile(
    r"[\s,(:-]*(?:(?:now|has|have|had|since|is|are|was|were|completely|fully|all|currently|soon|gradually|then)\s+){0,3}"
    r"(?:resolved|inactive|recovered|disappeared|subsided|abated|vanished|remitted|cleared(?:\s+up)?)\b(?!\s+(?:to|from)\b)",
    re.I,
)
_BEFORE_RESOLVED = re.compile(r"\b(?:resolved|(?<!not\s)(?<!yet\s)(?<!never\s)recovered\s+from)\s+(?:\w+\s+)?$", re.I)
_ACTIVE = re.compile(r"\b(?:active|current|ongoing)(?!\s*(?:and\b|or\b|/))\s+(?:[\w-]+\s+){0,4}$", re.I)
_PRESENT_USE = re.compile(r"\b(?:on|taking|using|receiving)\s+(?:[\w-]+\s+){0,3}$", re.I)
_EVER = re.compile(r"\b(?:n?ever|previously|before)\b", re.I)
_A_WHILE = re.compile(
    r"\b(?:went|gone|going|go(?:es)?)\s+(?:for\s+)?(?:(?:about|almost|nearly|over|more\s+than|up\s+to|at\s+least|some)\s+)?"
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|a\s+few)\s+"
    r"(?:(?:full|whole|entire)\s+)?(?:hour|day|week|month|year)s?\s+\Z",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:plans?\s*:\s*(?:start|begin|initiate|add|switch\s+to)|will|plan(?:s|ned|ning)?|(?<!continued\s)(?<!continues\s)(?<!able\s)to\s+(?:start|begin|undergo|receive|initiate|get)|schedule[sd]?|awaiting|upcoming"
    r"|proceed\s+with|recommend(?:s|ed)?|intend\w*|candidates?\s+for|offered|referred\s+for|consent(?:s|ed)?\s+(?:to|for)"
    r"|agree[sd]?\s+(?:to|with)|eligible\s+for|prepar(?:ed|ing)\s+for|(?:may|might|will)\s+(?:require|need)"
    r"|considered\s+for|to\s+be\s+transferred\s+(?:[\w/-]+\s+){0,4}for)\b(?:\s+[\w/-]+){0,5}\s*$",
    re.I,
)
_HELD = re.compile(
    r"\b(?:will|plan(?:ned)?\s+to|to)\s+(?:be\s+)?(?:hold|holding|stop|stopping|discontinue|d/c)\s+(?:[\w/-]+\s+){0,4}$",
    re.I,
)
_FOR_DISEASE = re.compile(r"(?P<last>[\w-]+)\s+on\s+(?:(?!and\b|or\b)[\w-]+\s+){0,2}$", re.I)
_NOT_GIVEN_NOW = re.compile(
    r"(?:was|were|been|being|started|placed|put|initiated|begun|restarted|fail(?:ed|ing|ure)|progress\w*|relapsed|recur\w+"
    r"|worsen\w+|disease|died|developed|while|when|previously|based|depend\w+|effects?|information|not|never|once|kept"
    r"|tried|later|then|trials?|data)",
    re.I,
)
_PLANNED_AFTER = re.compile(
    r"[\s,(:-]*(?:(?:(?:is|are|has\s+been|will\s+be)\s+)?(?:scheduled|planned|pending|ordered)"
    r"|(?:will|(?:is|are)\s+to)\s+be\s+(?:\w+ly\s+)?(?:started|initiated|given|begun|administered|added|performed|done|undertaken)"
    r"|(?:(?:is|are|was|were|has\s+been|also)\s+){1,2}(?:suggested|advised|recommended|offered|proposed|discussed|requested))\b",
    re.I,
)
_DECLINED = re.compile(
    r"[\s,]*(?:(?:is|are|was|were|has|have|had|been|also|strongly)\s+){0,3}"
    r"(?:suggested|advised|recommended|offered|proposed|planned|considered|indicated|discussed)\b"
    r"[^.;]{0,60}\b(?:declin\w+|refus\w+|rejected|opted\s+(?:out|against)|(?:did\s+not|didn['’]t)\s+(?:consent|agree|want|wish))\b",
    re.I,
)
_PLAN_SECTION_START = re.compile(
    r"(?:^|[.;,\n-]|\d[.)])\s*(?:start|begin|initiate|schedule|order|arrange|add|proceed)\b(?:\s+[\w/-]+){0,3}\s*$",
    re.I,
)
_PLANS = frozenset({"plan", "assessment_and_plan"})
_STOP = re.compile(
    r"(?:^|[.;,\n:-]|\d[.)])\s*(?:please\s+)?(?:stop|discontinue|d/c|dc|hold)\s+(?:(?:the|his|her|home|all)\s+){0,2}$",
    re.I,
)
_STOP_LIST = re.compile(
    r"\W*(?:(?:please\s+)?stop(?:ped|\s+taking)?|discontinued?|d/c|dc|hold|held|do\s+not\s+take|no\s+longer\s+taking)\s*(?:[:–—]|\s-)",
    re.I,
)
_WAS = re.compile(
    r"\b(?:was|were|had|has|underwent|undergone|done|performed|completed|showed|reveal\w+|s/p|status|recent|prior|previous|last|after)\b",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:continu(?:es?|ed|ing)(?:\s+(?:on|with))?|currently(?:\s+(?:on|taking|receiving|using))?|remains\s+on|takes|taking"
    r"|is\s+(?:maintained\s+)?on"
    r"|(?:(?:his|her|their|home|current)\s+)?(?:home\s+|current\s+|daily\s+)?medications?\s+(?:includ(?:es?|ed|ing)|consist\w*\s+of|are|were|is)"
    r"|(?:is|been)\s+(?:receiving|using)|now\s+on|still\s+on)\s+(?:[\w“”\"'-]+\s+){0,3}"
    r"(?:(?!(?:received|was|were|had|has|then|after|before|completed|stopped|started|began|no|not|but|denie[sd]|who|which)\b)[\w“”\"'./%-]+(?:,|\s+and)?\s+){0,10}$",
    re.I,
)
_STOPPED_BEFORE = re.compile(
    r"\b(?:stopped|discontinu\w+|d/c'?d|dc'd|held|hold|off|complet\w+|finish\w+|tapered\s+off|weaned\s+(?:off|from)"
    r"|last\s+(?:dose|cycle|course)(?:\s+of)?|previously(?:\s+\w+){0,2}|prior(?!\s+to\b)|previous(?!\s+to\b)|former(?:ly)?|past|s/p|status[\s-]+post|quit|ceased)\s+(?:[\w-]+\s+){0,3}$",
    re.I,
)
_STOPPED_AFTER = re.compile(
    r"(?:\s+[\d.,]+\s*(?:mg|mcg|µg|g|units?|IU|ml)\b(?:\s+[\w./]+){0,3}(?=\s*[,(-]))?[\s,(:-]*(?:[\w./]+\s+){0,6}?(?:(?:was|were|has\s+been|been|is)\s+)?(?:stopped|discontinued|d/c'?d|dc'd|held|on\s+hold"
    r"|completed|finished|tapered\s+off|last\s+(?:dose|taken|given)|ceased)\b",
    re.I,
)

_GIVEN = re.compile(
    r"\b(?:(?P<now>is|are|ha(?:s|ve)\s+been|being|currently|regularly|chronically|usually)\s+(?:\w+ly\s+)?)?"
    r"(?:(?:was|were|had\s+been|got|initially|first|then|previously|successfully|empirically)\s+(?:\w+ly\s+)?(?:treated|managed)"
    r"\s+(?:initially\s+)?(?:with|by)|received|given|administered|followed\s+by|underwent|tried"
    r"|(?:cycles?|courses?|(?<!the\s)(?:doses|(?:one|a|single|last|first)\s+dose)|infusions?|bolus(?:es)?|rounds?)\s+of"
    r"|(?:after|following)\s+(?:\w+\s+){0,3}(?:therapy|treatment)\s+with|(?:therapy|treatments?)\s+(?:included|consisted\s+of))\b",
    re.I,
)  # nobody says that it goes on, nor that it is over
_GIVEN_AFTER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[\w.]+\s+){0,4}?(?:(?:was|were)\s+(?:also\s+|then\s+)?(?:given|administered|infused|tried)\b"
    r"|,?\s*of\s+which\s+(?:\w+\s+){0,2}received\b|[x×]\s?\d+\b|for\s+(?:\d+|one|two|three|four|five|six|seven|eight|ten)\s+cycles)",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:is|are|been|currently|now|takes?|taking|uses?|using|still|continu\w+|remains?|maintained|started|placed|switched"
    r"|changed|discharged)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class NoteContext:
    """A statement of a note and what is around it.

    Attributes:
        heading_time: the date that the section's heading or a row above gives, ISO 8601, or None.
    """

    document: Document
    statement: Statement
    heading_time: str | None = None

    @property
    def text(self) -> str:
        """The statement's text."""
        return self.statement.text

    @property
    def offset(self) -> int:
        """Where the statement starts in the document."""
        return self.statement.start

    @property
    def section(self) -> str | None:
        """The note's section."""
        return self.statement.section

    @property
    def day(self) -> str | None:
        """When the note was written, ISO 8601."""
        return self.document.dates.get("document")

    def before(self, mention: Mention) -> str:
        """The words of the mention's clause before it."""
        start, _ = clause_of(self.text, mention.start - self.offset)
        return self.text[start : mention.start - self.offset]

    def after(self, mention: Mention) -> str:
        """The words of the mention's clause after it."""
        _, end = clause_of(self.text, mention.end - self.offset)
        return self.text[mention.end - self.offset : end]

    def after_time(self, mention: Mention) -> str:
        """The words of the mention's clause after it and its time (``, treated`` of ``in 2017, treated``)."""
        after = self.after(mention)
        time = _TIME_AFTER.match(after)
        return after[time.end() :] if time else after


def clause_of(text: str, at: int) -> tuple[int, int]:
    """The clause that position `at` lies in: from one semicolon, full stop, "but" or "then" to the next."""
    starts, ends = _clause_ends(text)
    n = bisect_right(ends, at)
    start = max(ends[n - 1] if n else 0, at - _REACH)
    m = bisect_left(starts, at)
    return start, min(starts[m] if m < len(starts) else len(text), at + _REACH)


@lru_cache(maxsize=16)
def _clause_ends(text: str) -> tuple[list[int], list[int]]:
    found = list(_CLAUSE.finditer(text))
    return [m.start() for m in found], [m.end() for m in found]


def assertion_of(context: NoteContext, mention: Mention) -> tuple[Assertion, tuple[Cue, ...]] | None:
    """What the cues and the section make of a mention; None where it says nothing of the patient.

    Family before hypothesis before denial before doubt before history. A denial about the whole family keeps its
    negated cue; one about a relative is about nobody here.
    """
    cues = tuple(c for c in mention.cues if not says_resolved(c) and stands(context, mention, c))
    kinds = {c.category for c in cues}
    if mention.label in ("procedure", "drug") and _is_declined(context, mention):
        return "absent", cues
    relative = of_relative(context, mention)
    if relative is not None and "family" not in kinds:
        cues, kinds = (*cues, relative), {*kinds, "family"}
    if context.section == "family_history" or "family" in kinds:
        return None if "negated" in kinds and not denies_family(context, mention, cues) else ("family", cues)
    if "hypothetical" in kinds:
        return "hypothetical", cues
    if "negated" not in kinds and (denial := no_reaction(context, mention)) is not None:
        return "absent", (*cues, denial)
    if "negated" in kinds:
        if is_open_cause(context, mention):
            return None
        return ("historical" if _is_past_while(context, mention, cues) else "absent"), cues
    if "possible" in kinds or _is_questioned(context, mention):
        return "possible", cues
    return ("historical", cues) if "historical" in kinds else ("present", cues)


def _is_past_while(context: NoteContext, mention: Mention, cues: tuple[Cue, ...]) -> bool:
    """``went 20 years without another seizure``: so long there was none, and there were before."""
    denials = [c for c in cues if c.category == "negated"]
    return mention.label == "condition" and all(
        _A_WHILE.search(context.text, max(0, c.start - context.offset - 60), c.start - context.offset) for c in denials
    )


def _is_questioned(context: NoteContext, mention: Mention) -> bool:
    """``?sarcoidosis``, ``On warfarin?``."""
    start, end = mention.start - context.offset, mention.end - context.offset
    if "?" not in (context.text[max(0, start - 1) : start], context.text[end : end + 1]):
        return False
    return context.text[end : end + 1] == "?" or not context.text[max(0, start - 2) : start - 1].strip(" (,;:-\n")


def _is_declined(context: NoteContext, mention: Mention) -> bool:
    """``Surgery was suggested, but she declined``."""
    end = mention.end - context.offset
    return "d" in context.text[end : end + 20] and _DECLINED.match(context.text, end) is not None


def status_of(context: NoteContext, mention: Mention, assertion: Assertion) -> str | None:
    """``planned``, ``ongoing``, ``stopped``, ``given``, ``history``, ``resolved``, or None where nothing says it.

    Of what is absent, the status is what the denial is limited to: ``active``, ``ongoing``, ``history``.
    """
    if assertion == "absent":
        return _denied_status(context, mention)
    if assertion == "family":
        return None
    before, after, section = context.before(mention)[-_NEAR:], context.after_time(mention), context.section
    given = mention.label in ("drug", "procedure")
    if mention.label == "drug" and _HELD.search(before):
        return "stopped"
    if given and (_PLANNED.search(before) or (section in _PLANS and _PLAN_SECTION_START.search(before))):
        return "planned"
    if given and _PLANNED_AFTER.match(after):
        return "planned"
    if mention.label == "procedure" and assertion == "present" and section == "plan" and not _WAS.search(context.text):
        return "planned"
    if mention.label == "drug":
        if section == "medications_stopped" or _STOPPED_BEFORE.search(before) or _STOPPED_AFTER.match(after):
            return "stopped"
        if _STOP.search(before) or _STOP_LIST.match(context.text):
            return "stopped"
        if section == "medications" or (assertion != "historical" and _ONGOING.search(before)):
            return "ongoing"
        if assertion == "present" and _is_for_disease(before):
            return "ongoing"
        if assertion == "present" and _is_given(before, after):
            return "given"
        return "stopped" if assertion == "historical" else None
    if mention.label == "procedure":
        return None
    resolved = any(says_resolved(c) and not _is_to(context, c) for c in mention.cues)
    if resolved or _AFTER_RESOLVED.match(after) or _BEFORE_RESOLVED.search(before):
        return "resolved"
    over = _BEFORE_OVER.search(before) or _NO_RECURRENCE.search(before)
    if over and DURATION_BEFORE.search(before[: over.start()]):
        over = None  # "a 5-year history of" is how long it has been there
    told = any(c.category == "historical" for c in mention.cues)
    if over and assertion == "present" and (told or is_still_so(mention)):
        over = None  # `assertion_of` has found that it is not past
    return "history" if assertion == "historical" or over or _AFTER_OVER.match(after) else None


def _denied_status(context: NoteContext, mention: Mention) -> str | None:
    """``no active infection`` denies only an active one, ``not on prednisone`` only that it is taken, ``no prior
    pregnancies`` only that there was one."""
    denial = next((c for c in mention.cues if c.category == "negated" and c.end <= mention.start), None)
    if mention.label == "reproductive" and any(c.category == "historical" for c in mention.cues):
        return "history"  # "no prior pregnancies"
    if denial is None or mention.label not in ("condition", "drug"):
        return None
    between = context.text[denial.end - context.offset : mention.start - context.offset][-_NEAR:]
    if mention.label == "condition":
        return "active" if _ACTIVE.search(between) else None
    told = _PRESENT_USE.search(between) and not _EVER.search(denial.text) and not _EVER.search(between)
    return "ongoing" if told else None


def _is_given(before: str, after: str) -> bool:
    """``was treated with rituximab``, ``four cycles of FCR``: nobody says that it goes on, nor that it is over."""
    told = list(_GIVEN.finditer(before))
    last = told[-1] if told else None
    if last is not None and last["now"] is None and _GOES_ON.search(before, last.end()) is None:
        return True
    return _GIVEN_AFTER.match(after) is not None


def _is_for_disease(before: str) -> bool:
    """``atrial fibrillation on warfarin``, and not ``started on warfarin``."""
    found = _FOR_DISEASE.search(before[-60:]) if " on " in before else None
    return found is not None and not _NOT_GIVEN_NOW.fullmatch(found["last"])


def _is_to(context: NoteContext, cue: Cue) -> bool:
    """``resolved to grade 1``: it is still there."""
    return re.match(r"\s+to\b", context.text[cue.end - context.offset :]) is not None
