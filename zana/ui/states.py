"""A state is a word, a shape and a colour. The shape follows from the kind, so none can be left out."""

# kind -> (colour, shape). Kinds beyond the six colours name a state that needs its own shape.
KINDS: dict[str, tuple[str, str]] = {
    "ok": ("ok", "s-ok"),
    "warn": ("warn", "s-warn"),
    "stop": ("stop", "s-stop"),
    "info": ("info", "s-info"),
    "wait": ("info", "s-wait"),
    "ask": ("plum", "s-ask"),
    "plum": ("plum", "s-ask"),
    "unk": ("unk", "s-unk"),
    "draft": ("unk", "s-draft"),
}


def look(kind: str) -> tuple[str, str]:
    """Colour class and icon of a kind; an unknown kind is a mistake in the template and says so."""
    try:
        return KINDS[kind]
    except KeyError:
        raise ValueError(f"no state is called {kind!r}; there are {', '.join(KINDS)}") from None
