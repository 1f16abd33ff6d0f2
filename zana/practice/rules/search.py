"""The query language of X search: words, "phrases", operators, `-`, `OR`, brackets."""

import re
from dataclasses import dataclass

LONGEST = 512
NAMES = frozenset({
    "conversation_id", "from", "to", "is", "has", "lang", "url", "in_reply_to_tweet_id", "in_reply_to_status_id",
    "quotes_of_tweet_id", "retweets_of", "retweets_of_tweet_id", "retweets_of_user",
})  # fmt: skip
# Operators that only narrow what others find.
NARROWING = frozenset({"is", "has", "lang"})
TOKEN = re.compile(r'\s*(-?\(|\)|-?"[^"]*"|-?\w+:"[^"]*"|[^\s()]+)')


class BadQuery(ValueError):
    """The message says what is wrong with it."""


@dataclass(frozen=True)
class Term:
    """`name` is the operator; empty for words."""

    name: str
    value: str
    negated: bool = False


@dataclass(frozen=True)
class Group:
    """All of `parts`, or one of them."""

    parts: "tuple[Term | Group, ...]"
    any_of: bool = False
    negated: bool = False


def parse_query(text: str) -> Group:
    if not text.strip():
        raise BadQuery("must not be empty")
    if len(text) > LONGEST:
        raise BadQuery(f"must be at most {LONGEST} characters")
    tokens = TOKEN.findall(text)
    group, rest = _read_any(tokens, 0)
    if rest:
        raise BadQuery("has a closing bracket too many")
    if not any(term.name not in NARROWING and not term.negated for term in terms_of(group)):
        raise BadQuery("contains only operators that cannot stand alone")
    return group


def terms_of(group: Group) -> list[Term]:
    found: list[Term] = []
    for part in group.parts:
        found += terms_of(part) if isinstance(part, Group) else [part]
    return found


def _read_any(tokens: list[str], depth: int, negated: bool = False) -> tuple[Group, list[str]]:
    if depth > 8:
        raise BadQuery("has too many brackets")
    choices: list[Group] = []
    while True:
        group, tokens = _read_all(tokens, depth)
        choices.append(group)
        if not tokens or tokens[0] != "OR":
            break
        tokens = tokens[1:]
    if len(choices) == 1:
        return Group(choices[0].parts, negated=negated), tokens
    return Group(tuple(choices), any_of=True, negated=negated), tokens


def _read_all(tokens: list[str], depth: int) -> tuple[Group, list[str]]:
    parts: list[Term | Group] = []
    while tokens and tokens[0] not in (")", "OR"):
        word, tokens = tokens[0], tokens[1:]
        if word in ("(", "-("):
            inner, tokens = _read_any(tokens, depth + 1, negated=word == "-(")
            if not tokens or tokens[0] != ")":
                raise BadQuery("has an open bracket")
            parts.append(inner)
            tokens = tokens[1:]
        elif word != "AND":
            parts.append(_read_term(word))
    if not parts:
        raise BadQuery("has an empty part")
    return Group(tuple(parts)), tokens


def _read_term(token: str) -> Term:
    negated = token.startswith("-") and len(token) > 1
    token = token[1:] if negated else token
    name, colon, value = token.partition(":")
    if token.startswith('"') or not colon or not re.fullmatch(r"[a-z_]+", name) or value.startswith("//"):
        return Term("", token.strip('"'), negated)
    if name not in NAMES or not value:
        raise BadQuery(f"Reference to invalid operator '{name}'. Operator is not available in current product")
    return Term(name, value.strip('"').removeprefix("@"), negated)
