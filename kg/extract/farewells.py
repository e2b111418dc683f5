"""Deaths and last honours: who died when and where, whose body was cremated, who came to pay respects."""

from __future__ import annotations

from kg.extract.events import Draft
from kg.extract.scene import PERSON, pattern
from kg.extract.story import Cue, Rule, entity_of

DIED, CREMATED = "逝世", "遗体火化"


def _read_died(cue: Cue) -> None:
    _open(cue, DIED)


def _read_cremated(cue: Cue) -> None:
    _open(cue, CREMATED)


def _open(cue: Cue, what: str) -> None:
    """The event of a person, with the date and the place of the clause."""
    person = cue.units("who", PERSON)[0]
    name = person.name + what
    known = next((draft for draft in cue.story.drafts if draft.name == name), None)
    draft = known or cue.story.open(Draft("Event", name, what, entity_of(person).key))
    span = cue.evidence([person])
    draft.spans.append(span)
    draft.set_date(cue.date(cue.match.start("verb")))
    if cue.match["where"]:
        cue.story.locate(draft, cue.units("where")[-1:], span, "events.farewell")


def _read_mourners(cue: Cue) -> None:
    """Who stands before the body takes part in the cremation."""
    draft = next((draft for draft in cue.story.drafts if draft.head == CREMATED), None)
    if draft is not None:
        who = cue.units("who", PERSON)
        cue.story.attend(who, draft, cue.evidence(who), "attendance.pays-respects")


RULES: tuple[Rule, ...] = (
    Rule(
        "events.died",
        lambda: pattern(
            r"(?P<who><P>)(?:同志|先生|女士|院士)?[^。；<P>]{0,60}?<D>[^，。；<P>]{0,8}?"
            "(?:在(?P<where><W>+))?(?P<verb>逝世|病逝|去世)"
        ),
        _read_died,
        yes=(("周明远同志因病医治无效，于5月3日在北京逝世，享年88岁。", "周明远逝世 tookPlaceIn 北京市"),),
        no=("周明远同志的家属表示感谢。",),
    ),
    Rule(
        "events.cremated",
        lambda: pattern(
            r"(?P<who><P>)(?:同志|先生|女士|院士)?的?遗体，?(?:<D>)?(?:在(?P<where><W>+))?[^，。；<P>]{0,4}(?P<verb>火化)"
        ),
        _read_cremated,
        yes=(("李鹏同志的遗体，5月8日在北京八宝山革命公墓火化。", "李鹏遗体火化 tookPlaceIn 八宝山革命公墓"),),
    ),
    Rule(
        "attendance.pays-respects",
        lambda: pattern(r"(?P<who><G>)[^。；<P>]{0,20}(?:来到|前往|走到)<P>(?:同志|先生|女士)?的?遗体前"),
        _read_mourners,
        yes=(
            (
                "李鹏同志的遗体，5月8日在北京八宝山革命公墓火化。李强、赵乐际等，缓步来到李鹏同志的遗体前肃立默哀。",
                "赵乐际 attended 李鹏遗体火化",
            ),
        ),
    ),
)  # fmt: skip
