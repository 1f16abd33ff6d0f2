"""What a written call is: the name faults are set on, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zana.practice.dialects.graph_context import Asking

Answer = dict[str, Any]
DONE: Answer = {"success": True}


@dataclass(frozen=True)
class Verb:
    """`name` is what faults are set on."""

    name: str
    run: Callable[[Asking, Any], Answer]
