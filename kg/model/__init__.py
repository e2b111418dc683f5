"""Floor 0: the records every floor shares."""

from kg.model.kinds import BY_NAME, KINDS, Kind
from kg.model.records import Article, Datatype, Entity, Evidence, Extraction, Fact, Literal, Mention, Polarity, Status

__all__ = [
    "BY_NAME", "KINDS", "Article", "Datatype", "Entity", "Evidence", "Extraction", "Fact", "Kind", "Literal", "Mention",
    "Polarity", "Status",
]  # fmt: skip
