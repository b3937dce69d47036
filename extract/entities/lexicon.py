"""Find the lexicon's terms in a text: one walk over a token trie, longest match first.

Two spellings are one where they differ in case, hyphens, spaces, plural or British spelling, so the tables list a term
once. Short all-capital forms (``AS``, ``MS``) match only as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple
from unicodedata import combining, normalize

from eligo.entities.capitals import without_words
from eligo.entities.ellipsis import complete
from eligo.entities.organ_families import family_forms, may_list_organs, organ_lists
from eligo.entities.senses import meant
from eligo.resources import Row, read_table, split_cell
from eligo.schema import Concept, Mention

__all__ = [
    "TERM_COLUMNS",
    "TERM_TABLES",
    "Lexicon",
    "Term",
    "Token",
    "default_lexicon",
    "finding",
    "forms_of",
    "normal_token",
    "read_terms",
    "term_of",
    "tokenise",
    "words_of",
]

TERM_TABLES = (
    "drugs.tsv",
    "drug_classes.tsv",
    "conditions.tsv",
    "procedures.tsv",
    "biomarkers.tsv",
    "other_terms.tsv",
)
TERM_COLUMNS = ("id", "type", "name", "synonyms", "codes", "parents", "source")

_GLUED_NON = r"[Nn]on(?=smok|pregnan|lactat|diabet|cirrho|obes|hypertens|breast|nursing|asthma)"
_TOKEN = re.compile(rf"({_GLUED_NON}|[^\W\d_]+|\d+|[^\w\s\-‐‑–’'·®™])")  # a group, so that `split` keeps them
_ASCII_TOKEN = re.compile(rf"({_GLUED_NON}|[A-Za-z]+|[0-9]+|[\x00-\x08\x0e-\x1b!-&(-,./:-@\[-\^`{{-\x7f])")  # the same
_POSSESSIVE = re.compile(r"['’´`‘?](?:(?<!\?)|(?<=[a-z]\?))s\b")  # also as a damaged page has it: "Crohn?s"
_DENIED_BY_NON = frozenset({"reproductive"})  # "non-pregnant" just denies it
_MOST_FORMS = 100_000  # words whose normal form is kept
_LONG = 4_000  # characters past which the tokens of a text are not kept
# So do these of a person: "non-smoker", "non-diabetic patients"; but "non-diabetic neuropathy" is another thing.
_OF_PERSON = re.compile(r"(?:er|ers|ic|ics|ive|ese|ing)\Z", re.I)
_PERSON = re.compile(
    r"\s*(?:\Z|[,.;:()/\]]|(?:and|or|with|who|aged|at|for|in|only|status|healthy|normal|adults?|men|women|males?|females?|patients?"
    r"|subjects?|participants?|individuals?|volunteers?|controls?|people|persons?|group|cohort|children|population)\b)",
    re.I,
)
_DASHES = "-‐‑–"
_LIKE = re.compile(rf"[{_DASHES}]\s?like\b", re.I)
_NON = re.compile(r"\bnon([-‐‑]?)\Z", re.I)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{0,4}s?")


class Term(NamedTuple):
    """An entry of a table, with the terms right above it."""

    label: str
    concept: Concept
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]


@lru_cache(maxsize=100_000)
def normal_token(token: str) -> str:
    """The form under which two spellings of a word are one: ``Tumours`` → ``tumor``, ``metastases`` → ``metastase``."""
    word = token.casefold()
    if not word.isascii():  # "naïve"
        word = "".join(c for c in normalize("NFD", word) if not combining(c))
    if len(word) < 4 or not word.isalpha():
        return "and" if word == "&" else word
    if len(word) > 4:
        word = word.replace("ae", "e").replace("oe", "e")
        if word.endswith("our") or word.endswith("ours"):
            word = word.replace("our", "or")
    if word in ("indices", "indexes"):
        return "index"
    if word.endswith("sis"):
        return word[:-2] + "e"
    if token.endswith("Is") and token[:-1].isupper():
        return word[:-1]  # "PPIs", of which the ending "is" would tell a singular
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("uses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Token(NamedTuple):
    """A word or sign under its normal form, and where it stands."""

    form: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """The words and signs of a text as terms are matched: hyphens and white space part them, ``'s`` is left out."""
    return [Token(form, start, end) for form, (start, end) in zip(*words_of(text), strict=True)]


def words_of(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """As `tokenise`: the normal forms, and where they stand; the forms are remembered, and not to be changed."""
    forms, edges = _tokens(text)
    return forms, list(zip(edges[::2], edges[1::2], strict=False))


def forms_of(text: str) -> list[str]:
    """The normal forms of a text's words and signs; remembered, and not to be changed."""
    return _tokens(text).forms


class _Tokens(NamedTuple):
    """The words and signs of a text: the normal form of each, and of each in turn where it starts and where it ends."""

    forms: list[str]
    edges: list[int]


class _Forms(dict[str, str]):
    """`normal_token` of words met before."""

    def __missing__(self, word: str) -> str:
        form = normal_token(word)
        if len(self) < _MOST_FORMS:
            self[word] = form
        return form


_form = _Forms().__getitem__


def _tokens(text: str) -> _Tokens:
    return _kept_tokens(text) if len(text) < _LONG else _read_tokens(text)


def _read_tokens(text: str) -> _Tokens:
    text = _POSSESSIVE.sub("  ", text)
    pieces = (_ASCII_TOKEN if text.isascii() else _TOKEN).split(text)  # what is between two, a token, what is between…
    return _Tokens(list(map(_form, pieces[1::2])), list(accumulate(map(len, pieces))))


_kept_tokens = lru_cache(maxsize=512)(_read_tokens)  # a statement is read for its things, then for its cues


def read_terms(path: str) -> Iterator[Term]:
    """The rows of a term table.

    Raises:
        LexiconError: if a code is not ``SYSTEM:code``.
    """
    return map(term_of, read_table(path, TERM_COLUMNS))


def term_of(row: Row) -> Term:
    """The entry that a row of a term table is.

    Raises:
        LexiconError: if a code is not ``SYSTEM:code``.
    """
    codes: dict[str, tuple[str, ...]] = {}
    for part in split_cell(row["codes"]):
        system, colon, code = part.partition(":")
        if not colon:
            raise row.error(f"code {part!r} is not SYSTEM:code")
        codes[system] = (*codes.get(system, ()), code)
    concept = Concept(row["id"], row["name"], codes)
    return Term(row["type"], concept, split_cell(row["synonyms"]), split_cell(row["parents"]))


class Lexicon:
    """Terms, findable. Immutable after construction; hand a tiny one to tests.

    Args:
        terms: what to find; of two terms with the same spelling the first wins.
        names: whether a term's name is one of its spellings (else only its synonyms are).
        families: know the diseases of an organ in all wordings (`organ_families`), and what a word means by those
            around it (`senses`); the terms hold their concepts.
    """

    def __init__(self, terms: Iterable[Term], *, names: bool = True, families: bool = False) -> None:
        self._families = families
        self.terms: dict[str, Term] = {}
        self._trie: dict[str | None, object] = {}
        for term in terms:
            self.terms.setdefault(term.concept.id, term)
            for form in (term.concept.name, *term.synonyms) if names else term.synonyms:
                self.add(form, term)
        if families:
            for form, id in family_forms():
                self.add(form, self.terms[id])  # what a table says of a form stands

    def add(self, form: str, term: Term) -> None:
        """Make `form` find `term`; a trailing ``!`` makes it match only in this case."""
        if self._families:
            for closed, parted in _open_compounds():
                if closed in form:
                    self.add(form.replace(closed, parted), term)
        exact = form.endswith("!")
        form = form.rstrip("!")
        exact = exact or (bool(_ACRONYM.fullmatch(form)) and len(form) <= 5)
        node = self._trie
        for token in _read_tokens(form).forms:
            node = node.setdefault(token, {})  # type: ignore[assignment]
        if node is self._trie:
            return
        entries: list[tuple[Term, str | None]] = node.setdefault(None, [])  # type: ignore[assignment]
        entries.append((term, form if exact else None))
        entries.sort(key=lambda e: e[1] is None)  # of EGFR and eGFR the one written so wins

    def whole(self, form: str) -> Mention | None:
        """The mention that all of `form` makes, None where it is no term."""
        text = _POSSESSIVE.sub("  ", form)
        words = (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)
        node: object = self._trie
        for word in words:
            node = node.get(_form(word))  # type: ignore[attr-defined]
            if node is None:
                return None
        entries = node.get(None)  # type: ignore[attr-defined]
        if entries is None or not text.startswith(words[0]) or not text.endswith(words[-1]):
            return None
        term = _choose(entries, form, 0, len(form))
        return None if term is None else Mention(term.label, term.concept.name, form, 0, len(form), term.concept)

    def find(self, text: str, offset: int = 0) -> list[Mention]:
        """The mentions in `text`, left to right, none overlapping; shortened members of lists as well (`ellipsis`).

        Args:
            offset: added to every position, so that a statement's mentions count the document's characters.
        """
        found = self._find(text, offset)
        found = complete(text, found, offset, self.whole) if found else found
        if not self._families:
            return found
        found = without_words(text, meant(text, found, offset, self.terms), offset, self.whole)
        return self._with_organs(text, found, offset) if may_list_organs(text) else found

    def _with_organs(self, text: str, found: list[Mention], offset: int) -> list[Mention]:
        taken = [(m.start - offset, m.end - offset) for m in found]
        added = []
        for start, end, id in organ_lists(text, taken):
            term = self.terms[id]
            name = term.concept.name
            added.append(Mention(term.label, name, text[start:end], start + offset, end + offset, term.concept))
        return sorted([*found, *added], key=lambda m: m.start) if added else found

    def _find(self, text: str, offset: int) -> list[Mention]:
        forms, edges = _tokens(text)
        trie = self._trie
        found: list[Mention] = []
        n, done = len(forms), 0
        for i, node in enumerate(map(trie.get, forms)):
            if node is None or i < done:
                continue
            j = i + 1
            ahead = forms[j] if j < n else None
            if None not in node and ahead not in node and ahead != "(":  # type: ignore[operator]
                continue
            best: Term | None = None
            around: tuple[object, int] | None = None  # the way past a short form in brackets
            while node is not None:
                entries = node.get(None)  # type: ignore[attr-defined]
                if entries is not None:
                    term = _choose(entries, text, edges[2 * i], edges[2 * j - 1])
                    if term is not None:
                        best, done = term, j
                if j < n and forms[j] == "(" and (end := _short_form_end(text, forms, edges, j)):
                    around = node.get(forms[end]), end + 1  # type: ignore[attr-defined]
                node = None if j == n else node.get(forms[j])  # type: ignore[attr-defined]
                j += 1
                if node is None and around is not None and done < around[1]:  # "gastrointestinal (GI) bleeding"
                    (node, j), around = around, None
            if best is not None:
                start, end = edges[2 * i], edges[2 * done - 1]
                concept = best.concept
                found.append(Mention(best.label, concept.name, text[start:end], start + offset, end + offset, concept))
        return found


_SHORT_FORM = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z][\w-]*")


def _short_form_end(text: str, forms: list[str], edges: list[int], at: int) -> int | None:
    """The token behind brackets that begin at `at` and hold a short form alone; None if there is no such."""
    for close in range(at + 2, min(at + 5, len(forms) - 1)):
        if forms[close] == ")":
            inside = text[edges[2 * at + 1] : edges[2 * close]]
            return close + 1 if len(inside) < 9 and _SHORT_FORM.fullmatch(inside.strip()) else None
    return None


def _choose(entries: list[tuple[Term, str | None]], text: str, start: int, end: int) -> Term | None:
    if end < len(text) and text[end].isalnum() and not _is_glued_non(text, start, end):
        return None
    other = _NON.search(text, max(0, start - 5), start) if start > 2 and text[start - 1] in "-‐‑nN" else None
    if start and text[start - 1].isalnum() and other is None:
        return None
    like = _LIKE.match(text, end) is not None if end < len(text) and text[end] in _DASHES else False
    for term, exact in entries:
        if other is not None and term.label not in _DENIED_BY_NON and not _is_of_person(term, text, start, end):
            continue  # "non-cardiac surgery" is no cardiac surgery, but surgery it is
        if like and term.label == "condition":
            continue  # "tumor-like" is none
        if exact is None or text[start:end] == exact or text[start:end] == exact + "s":
            return term
    return None


def _is_glued_non(text: str, start: int, end: int) -> bool:
    return end - start == 3 and text[start:end].casefold() == "non"


def _is_of_person(term: Term, text: str, start: int, end: int) -> bool:
    said = term.label == "condition" and _OF_PERSON.search(text[start:end])
    return bool(said) and _PERSON.match(text, end) is not None


@cache
def default_lexicon() -> Lexicon:
    """All packaged tables, read once per process."""
    from eligo.entities.analytes import analyte_terms  # the measurable things have columns of their own

    return Lexicon([*analyte_terms(), *(t for table in TERM_TABLES for t in _packaged(table))], families=True)


@cache
def _open_compounds() -> tuple[tuple[str, str], ...]:
    rows = read_table("open_compounds.tsv", ("closed", "open", "source"))
    return tuple((row.cells["closed"], row.cells["open"]) for row in rows)


@cache
def _packaged(table: str) -> tuple[Term, ...]:
    return tuple(read_terms(table))


@cache
def _findings() -> Lexicon:
    return Lexicon(_packaged("conditions.tsv"))


def finding(mention: Mention) -> Mention | None:
    """The condition that the same words name, which another table has taken; None where they name none."""
    found = list(_findings().find(mention.text, mention.start))
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (mention.start, mention.end) else None
