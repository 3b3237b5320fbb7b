"""YAML → nodes as ruamel composes them, scanned by libyaml: a tenth of the time.

Only the scanner and parser are another: nodes, and what a plain scalar means (YAML 1.2), are
ruamel's. What libyaml may read otherwise, or not at all, is left to ruamel itself.
"""

from __future__ import annotations

import re

import yaml
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

__all__ = ["DEEPEST", "compose"]

DEEPEST = 100
"""Lists and mappings in one another; labels have five."""

_TAG = "tag:yaml.org,2002:"

_ELSE = re.compile("[\x85\u2028\u2029\ufeff\t]|^%|^---|^\\.\\.\\.", re.MULTILINE)
"""Line ends of YAML 1.1 that YAML 1.2 has not; tabs, marks and directives, to be careful."""

_LOADER = getattr(yaml, "CLoader", None)
"""None where PyYAML was built without libyaml."""


def compose(raw: str) -> YamlNode | None:
    """The root node; None where ruamel must say what it is, or what is wrong with it.

    Nodes have the marks of their first and last characters, counted in code points. Anchors may be
    set anew; an alias is the node itself.
    """
    if _LOADER is None or _ELSE.search(raw):
        return None
    loader = _LOADER(raw)
    try:
        return _Composer(loader).document()
    except (yaml.YAMLError, KeyError):
        return None
    finally:
        loader.dispose()


class _Composer:
    """Events → nodes, without recursion."""

    def __init__(self, events: yaml.CLoader) -> None:
        self._events = events
        self._anchors: dict[str, YamlNode] = {}
        self._resolver = VersionedResolver()
        self._tags: dict[str, Tag] = {}
        """Shared by the nodes that have it: ruamel reads each of its tags anew."""

    def document(self) -> YamlNode | None:
        """The root of the one document; None where there is none, another one after it, too many
        in one another, or a tag beside an anchor, where ruamel sets its mark elsewhere.

        Raises:
            yaml.YAMLError: this is no YAML.
            KeyError: an alias has no anchor before it.
        """
        open_: list[YamlNode] = []
        root: YamlNode | None = None
        while (event := self._events.get_event()) is not None:
            if isinstance(event, yaml.CollectionEndEvent):
                done = open_.pop()
                done.end_mark = event.end_mark
                if isinstance(done, MappingNode):
                    done.value = list(zip(done.value[::2], done.value[1::2], strict=True))
                continue
            if getattr(event, "tag", None) and event.anchor:
                return None
            node = self._node(event)
            if node is None:
                continue
            if not open_ and root is not None:
                return None
            if open_:
                open_[-1].value.append(node)
            else:
                root = node
            if isinstance(event, yaml.CollectionStartEvent):
                open_.append(node)
                if len(open_) > DEEPEST:
                    return None
        return root

    def _node(self, event: yaml.Event) -> YamlNode | None:
        """The node that begins with ``event``; None for an event that begins none."""
        if isinstance(event, yaml.AliasEvent):
            return self._anchors[event.anchor]
        marks = {"start_mark": event.start_mark, "end_mark": event.end_mark}
        node: YamlNode
        if isinstance(event, yaml.ScalarEvent):
            tag = self._tag_of(event)
            node = ScalarNode(tag, event.value, style=event.style, anchor=event.anchor, **marks)
        elif isinstance(event, yaml.SequenceStartEvent):
            tag = self._tag(event.tag or _TAG + "seq")
            node = SequenceNode(tag, [], flow_style=event.flow_style, anchor=event.anchor, **marks)
        elif isinstance(event, yaml.MappingStartEvent):
            tag = self._tag(event.tag or _TAG + "map")
            node = MappingNode(tag, [], flow_style=event.flow_style, anchor=event.anchor, **marks)
        else:
            return None
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _tag_of(self, event: yaml.ScalarEvent) -> Tag:
        if event.tag and event.tag != "!":
            return self._tag(str(event.tag))
        if not event.implicit[0]:
            return self._tag(_TAG + "str")
        return self._tag(str(self._resolver.resolve(ScalarNode, event.value, (True, False))))

    def _tag(self, name: str) -> Tag:
        return self._tags.setdefault(name, Tag(suffix=name))
