"""Floor 6: how well built graphs agree with gold annotation.

Gold is document-level: each distinct entity and fact of an article once, with the spellings that are accepted and
what a careful reader would not call an error. ENTITIES sums persons, posts, places, organisations and events, FACTS
the facts between them; themes and the facts about them stand apart, since which themes are core is a judgement.
"""

from kg.evaluate.built import Built, read_built
from kg.evaluate.gold import Gold, read_gold
from kg.evaluate.report import Evaluation, compare, evaluate, gold_files, report_json, report_lines
from kg.evaluate.scoring import Row, Score, score

__all__ = [
    "Built", "Evaluation", "Gold", "Row", "Score", "compare", "evaluate", "gold_files", "read_built", "read_gold",
    "report_json", "report_lines", "score",
]  # fmt: skip
