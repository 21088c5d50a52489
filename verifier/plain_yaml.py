"""YAML that a person wrote, loaded safely: no tags of programs, no aliases, no number that takes long to read."""

from __future__ import annotations

import re
from typing import Any

import yaml

WRONG = (yaml.YAMLError, RecursionError, ValueError, TypeError, OverflowError)  # all that a text may raise

_INT = "tag:yaml.org,2002:int"


class PlainLoader(yaml.SafeLoader):
    """The safe loader; aliases are refused, as a few nested ones grow into billions of nodes, and so is half a
    character. Long integers stay text, since reading sexagesimal ones (1:30:00 …) takes time that grows with the square
    of their length.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  (PyYAML's own way to say it)
        first: [(tag, pattern) for tag, pattern in known if tag != _INT]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node; an alias is refused."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not taken", problem_mark=mark)
        return super().compose_node(parent, index)

    def compose_scalar_node(self, anchor: Any) -> Any:
        """A node of text, unless an escape such as \\ud800 makes half a character of it, which no file can hold."""
        node = super().compose_scalar_node(anchor)
        if re.search(r"[\ud800-\udfff]", node.value):
            try:  # JSON, which is YAML too, writes a sign beyond the first 65,536 as two halves
                node.value = node.value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            except UnicodeDecodeError:
                raise yaml.MarkedYAMLError(
                    problem="it holds half a character (a lone surrogate)", problem_mark=node.start_mark
                ) from None
        return node


PlainLoader.add_implicit_resolver(_INT, re.compile(r"^(?:0|[-+]?[1-9][0-9]{0,17})$"), list("-+0123456789"))


def load_plain(text: str) -> Any:
    """The value of a YAML text. Raises one of WRONG where it is none."""
    return yaml.load(text, Loader=PlainLoader)  # noqa: S506  (a safe loader, with less in it)


class QuickLoader(getattr(yaml, "CSafeLoader", PlainLoader)):  # type: ignore[misc]
    """The same guesses at libyaml's speed, where yaml has it; for texts known to hold no alias, tag or bracket."""

    yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers


def load_ordinary(text: str) -> Any:
    """As load_plain, quicker, for a short text without anchors, tags and brackets."""
    return yaml.load(text, Loader=QuickLoader)  # noqa: S506  (libyaml's safe loader)
