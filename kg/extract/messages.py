"""Messages: congratulations, condolences, letters and written instructions, and the events they are sent to."""

from __future__ import annotations

from kg.extract.events import Draft, head_of, is_bare, resolve_event
from kg.extract.meetings import RECALLED, headed
from kg.extract.scene import PERSON, pattern
from kg.extract.story import Cue, Rule, entity_of

_SENDS = (
    "致贺信|致贺电|致唁电|致慰问电|致慰问信|发来贺信|发贺信|发来贺电|致信祝贺|致电祝贺|致信|回信|复信|作出重要指示|作出重要批示"
    "|作出指示|作出批示|作重要指示|作重要批示|互致贺电|互致贺信|致函"
)
_TO = "(?:向|对|就|给)"


def _read_message(cue: Cue) -> None:
    who = cue.subject
    if not who or RECALLED.search(cue.sentence.folded, cue.clause, cue.match.end()):
        return
    sender = entity_of(who[0])
    people = cue.sentence.units_in(*cue.match.span(), PERSON)
    draft = _message(cue, sender.key, who[0].name, {entity_of(unit).key for unit in people})
    span = cue.evidence(who)
    draft.spans.append(span)
    _open_addressed_event(cue)
    same_paragraph = cue.story.paragraph == cue.sentence.paragraph
    draft.set_date(cue.date() or (cue.story.date if same_paragraph else None))
    for unit in [*who, *people]:
        cue.story.claim(entity_of(unit), "participatedIn", draft, span, "messages.sends")
        draft.participants.add(entity_of(unit).key)


def _message(cue: Cue, sender: str, name: str, recipients: set[str]) -> Draft:
    """The message of a sender by its form and recipients: 致电甲 in the text is 向甲致贺电 in the headline."""
    form = _form(next(verb for verb in cue.match.group("verb", "alone", "direct") if verb))
    name += cue.words(*cue.match.span())
    for draft in cue.story.drafts:
        others = draft.participants - {sender}
        if (draft.cls, draft.actor, draft.head) == ("Message", sender, form) and (
            not others or not recipients or others & recipients
        ):
            draft.add_name(name)
            return draft
    return cue.story.open(Draft("Message", name, form, sender))


def _form(verb: str) -> str:
    """致电 for 致贺电, 致信 for 致信祝贺; other verbs as they are."""
    if verb in ("回信", "复信"):
        return verb
    return "致电" if "电" in verb else "致信" if "信" in verb else verb


def _open_addressed_event(cue: Cue) -> None:
    """The event that a message goes to (第八届中俄博览会) is one that the article reports."""
    match = headed(_TO).match(cue.sentence.folded, *cue.match.span())
    if not match or is_bare(name := cue.words(*match.span("np"))):
        return
    draft = resolve_event(cue.story.drafts, name)
    draft = draft or cue.story.open(Draft("Meeting", name, head_of(name), addressed=True))
    draft.spans.append(cue.sentence.text_span(*match.span("np")))


RULES: tuple[Rule, ...] = (
    Rule(
        "messages.sends",
        lambda: pattern(
            rf"{_TO[:-1]}|同)[^，。；：]{{1,50}}?(?P<verb>{_SENDS})"
            r"|(?<=<P>)[^，。；：]{0,8}?(?P<alone>致贺信|致贺电|发来贺信|发来贺电|发贺信)"
            r"|(?P<direct>致电|致信|致函|复信|回信)(?:祝贺|慰问)?(?=<P>|<W>)[^，。；：]{1,30}?(?=[，。；：]|$)"
        ),
        _read_message,
        yes=(
            ("国家主席习近平向世界中医药大会致贺信。", "习近平 participatedIn 习近平向世界中医药大会致贺信"),
            ("李强致电柬埔寨首相洪玛奈，祝贺他就任。", "洪玛奈 participatedIn 李强致电洪玛奈"),
            ("李强致信祝贺中国农业大学建校。", "李强 participatedIn 李强致信祝贺中国农业大学建校"),
        ),
    ),
)  # fmt: skip
