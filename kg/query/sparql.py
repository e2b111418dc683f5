"""SPARQL as text: its tokens, what may be asked here, parameters put in as terms, and errors people can read.

Follows the token rules of SPARQL 1.1, section 19.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<pname>(?:_|[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w.:%-]|\\.)*)
      | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
      | (?P<word>[^\W\d]\w*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\\\(?=.)")
_ERROR = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
# Both would make the engine fetch something from the network or the disk.
_REACHING_OUT = ("SERVICE", "FROM")
_NEAR_CHARACTERS = 30
_SIGNS = (".", ";", ",", "{", "}", "(", ")", "?", ":", "<", "'")


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of every token; comments and white space are tokens too, so that joining them gives the query."""
    for match in _TOKEN.finditer(query):
        yield str(match.lastgroup), match.group()


def _code_point(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number < 0x110000 else match.group()


def check_allowed(query: str, prefixes: Mapping[str, str]) -> str:
    """The form of a query that may run here: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises QueryError for an update, for SERVICE and FROM (also when spelled with `\\u0053` escapes, which engines
    resolve before they parse), and for a prefix that neither the query nor `prefixes` declares.
    """
    form = _check_words(query)
    _check_words(_ESCAPE.sub(_code_point, query))
    _check_prefixes(query, prefixes)
    return form


def _check_words(query: str) -> str:
    words = [text.upper() for kind, text in _tokens(query) if kind == "word"]
    form = next((word for word in words if word not in ("PREFIX", "BASE")), "")
    if form in _UPDATES:
        raise QueryError(
            "query", f"{form}, an update", "SELECT, ASK, CONSTRUCT or DESCRIBE", "a built graph is read-only"
        )
    for word in _REACHING_OUT:
        if word in words:
            raise QueryError(
                "query", f"{word}, which reaches beyond the graph", "patterns, GRAPH ?g { … }", f"leave {word} out"
            )
    if form not in _FORMS:
        raise QueryError("query", form or "nothing to run", "SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def _check_prefixes(query: str, prefixes: Mapping[str, str]) -> None:
    known, declaring = {*prefixes, "_"}, False
    for kind, text in _tokens(query):
        if kind == "pname":
            prefix = text.partition(":")[0]
            if declaring:
                known.add(prefix)
            elif prefix not in known:
                offered = ", ".join(f"{name}:" for name in prefixes)
                raise QueryError(
                    "query", f"unknown prefix {prefix}: in {text}", f"one of {offered}", "or declare it: PREFIX …"
                )
        if kind not in ("comment", "other"):
            declaring = kind == "word" and text.upper() == "PREFIX"


def bind(query: str, terms: Mapping[str, str]) -> str:
    """The query with each variable of `terms` (name → term as N-Triples writes it) replaced by the term.

    Strings, IRIs and comments are left alone. In the list after SELECT a bound `?name` becomes
    `(term AS ?name)`, so that it stays a column. Raises QueryError for a variable that the query does not have.
    """
    parts, found = [], set()
    depth, selecting, after_as = 0, False, False
    for kind, text in _tokens(query):
        word = text.upper() if kind == "word" else ""
        selecting = word == "SELECT" or (selecting and word != "WHERE" and text != "{")
        depth += (text == "(") - (text == ")") if kind == "other" else 0
        name = text[1:] if kind == "variable" else ""
        if name in terms and not after_as:
            found.add(name)
            text = f"({terms[name]} AS ?{name})" if selecting and depth == 0 else terms[name]
        after_as = word == "AS" or (after_as and text.isspace())
        parts.append(text)
    if missing := sorted(terms.keys() - found):
        raise QueryError(
            "query", f"no variable ?{missing[0]}", "a variable of the query", "check the names of the bindings"
        )
    return "".join(parts)


def spelled_out(query: str, prefixes: Mapping[str, str]) -> str:
    """The query with every name of `prefixes` as an IRI, for engines that do not know them; its own stay."""
    tokens = list(_tokens(query))
    own, declaring = set(), False
    for kind, text in tokens:
        if declaring and kind == "pname":
            own.add(text.partition(":")[0])
        if kind not in ("comment", "other"):
            declaring = kind == "word" and text.upper() == "PREFIX"
    return "".join(_full(text, prefixes, own) if kind == "pname" else text for kind, text in tokens)


def _full(name: str, prefixes: Mapping[str, str], own: Collection[str]) -> str:
    prefix, _, local = name.partition(":")
    if prefix in own or prefix not in prefixes:
        return name
    return f"<{prefixes[prefix]}{_LOCAL_ESCAPE.sub('', local)}>"


CONSTANT_GRAPH = "constant_graph_"
"""How the variables begin that `graphs_as_variables` puts in."""


def graphs_as_variables(query: str) -> str:
    """The query with `GRAPH <iri> { … }` as `GRAPH ?v { FILTER(?v = <iri>) … }`.

    Virtuoso, told which graph is the default one, finds no other by its IRI but all of them by a variable.
    """
    parts: list[str] = []
    after_graph, variable, iri, count = False, "", "", 0
    for kind, text in _tokens(query):
        if after_graph and kind == "iri":
            variable, iri, count = f"?{CONSTANT_GRAPH}{count}", text, count + 1
            text = variable
        elif variable and text == "{":
            text, variable = f"{{ FILTER({variable} = {iri}) ", ""
        if kind != "comment" and not text.isspace():
            after_graph = kind == "word" and text.upper() == "GRAPH"
        parts.append(text)
    return "".join(parts)


def described(query: str) -> tuple[list[str], str]:
    """What a DESCRIBE asks for: the IRIs it names and the SELECT that finds the others, "" where it names all."""
    head, words, tail, state = "", [], "", "before"
    for kind, text in _tokens(query):
        if state == "before" and kind == "word" and text.upper() == "DESCRIBE":
            state = "asked"
        elif state == "before":
            head += text
        elif state == "asked" and kind in ("iri", "pname", "variable"):
            words.append(text)
        elif state == "asked" and not text.isspace() and text != "*" and kind != "comment":
            state, tail = "pattern", text
        elif state == "pattern":
            tail += text
    variables = [word for word in words if word[0] in "?$"]
    asks = tail and (variables or not words)
    select = f"{head}SELECT DISTINCT {' '.join(variables) or '*'} {tail}" if asks else ""
    return [word for word in words if word[0] not in "?$"], select


def syntax_error(query: str, message: str) -> QueryError:
    """What is wrong with a query that the engine refused: line, column, the text there, and what could stand there."""
    match = _ERROR.match(message)
    if not match:
        return QueryError("query", message, "SPARQL 1.1")
    line, column = int(match["line"]), int(match["column"])
    text = [*query.splitlines(), ""][line - 1]
    before, rest = text[: column - 1].strip(), text[column - 1 :].strip()
    at = repr(rest[:_NEAR_CHARACTERS]) if rest else "the end of the line"
    after = f" after {before[-_NEAR_CHARACTERS:]!r}" if before else ""
    return QueryError(f"query, line {line}, column {column}", f"at {at}{after}", _expected(match["message"]))


def _expected(message: str) -> str:
    """The engine's message without the parts that describe characters, not SPARQL."""
    said = message.removeprefix("expected ").removeprefix("one of ")
    if said.startswith("The "):
        return said.partition(",")[0]
    quoted = set(re.findall(r'"([^"\\]{1,2})"', said))
    signs = [sign for sign in _SIGNS if sign in quoted]
    keywords = re.findall(r"\b[A-Z]{3,}\b", re.sub(r"\\u\{\w+\}", "", said))
    return " ".join(["something like", *signs, *keywords]) if signs or keywords else "something else"
