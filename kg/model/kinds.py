"""The table of kinds: what a graph is made of, in the order in which the pipeline finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entity.

    `name` is the word that names its files on every floor (`extract/people.py`, `graph/people.py`, …);
    `cls` the local name of its ontology class ("" where the kind is a literal, as dates are);
    `path` the first segment of its IRIs; `zh`/`en` the labels shown to users; `colour` and `shape` how
    pages draw it (colours: Okabe & Ito 2008, told apart by colour-blind readers);
    `home` the graph that describes its entities: "default" or "article".
    """

    name: str
    cls: str
    path: str
    zh: str
    en: str
    colour: str
    shape: str
    home: str = "default"


KINDS: tuple[Kind, ...] = (
    Kind("people", "Person", "person", "人物", "Person", "#0072B2", "dot"),
    Kind("posts", "Post", "post", "职务", "Post", "#56B4E9", "diamond"),
    Kind("places", "Place", "place", "地点", "Place", "#009E73", "triangle"),
    Kind("organisations", "Organisation", "organisation", "机构", "Organisation", "#E69F00", "square"),
    Kind("events", "Event", "event", "事件", "Event", "#D55E00", "star"),
    Kind("dates", "", "", "日期", "Date", "#999999", "dot"),
    Kind("statements", "Statement", "statement", "表述", "Statement", "#999999", "dot", home="article"),
    Kind("themes", "Theme", "theme", "提法", "Theme", "#CC79A7", "hexagon"),
)

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
