"""The tree of topics for those who keep it."""

from dataclasses import dataclass, field

from mistok.desk.models import Topic


@dataclass(slots=True)
class Node:
    """A topic with those under it; `is_first` and `is_last` among those in use."""

    topic: Topic
    level: int
    children: list["Node"] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False


def topic_tree() -> list[Node]:
    """All topics, retired ones too, as they stand. One query."""
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for topic in Topic.objects.all():  # parents stand before children: their places are shorter beginnings
        parent = nodes.get(topic.parent_id or "")
        nodes[topic.pk] = node = Node(topic, parent.level + 1 if parent else 1)
        (parent.children if parent else roots).append(node)
    for siblings in (roots, *(node.children for node in nodes.values())):
        used = [each for each in siblings if each.topic.retired_on is None]
        if used:
            used[0].is_first = used[-1].is_last = True
    return roots
