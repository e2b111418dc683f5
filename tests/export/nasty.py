"""An article whose every name tries to be more than text: formulas, delimiters, mark-up, characters XML forbids."""

from __future__ import annotations

from kg.model.records import Article, Entity, Evidence, Extraction, Fact, Literal, Mention

NAMES = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1,2)",
    "＝1＋1",
    "'单引号",
    '甲"乙"，丙,丁',
    "第一行\n第二行\r\n第三行",
    "\t制表",
    "a|b;c｜d；e",
    "<b>&amp;]]></b>",
    "控\x01制\x0b符\ufffe",
    '反斜杠\\"尾\\',
    "行\u2028分\x85隔",
    "表情😀𠮷",
)
TEXT = "。".join(NAMES) + "。"
ARTICLE = Article(TEXT, TEXT, range(len(TEXT)), name=NAMES[6], title=NAMES[7], publisher=NAMES[0], dateline=NAMES[2])


def _evidence(words: str, date: str = "") -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words, "nasty.by-hand", 0.5, date)


def nasty() -> Extraction:
    """Each of NAMES as a person, a post and a theme; a person holds the post, visits an organisation, says the name."""
    entities: list[Entity] = []
    facts: list[Fact] = []
    mentions: list[Mention] = []
    for number, words in enumerate(NAMES):
        person, post, theme = f"person/{words}", f"post/{words}", f"theme/{words}"
        place, event, statement = f"organisation/{words}", f"event/undated-{words}", f"statement/{number}"
        entities += [
            Entity(person, "people", "Person", words, (f"{words}别名", f"={words}")),
            Entity(post, "posts", "Post", words),
            Entity(theme, "themes", "Theme", words, (), (("candidate", Literal("true", "boolean")),)),
            Entity(place, "organisations", "Organisation", words),
            Entity(event, "events", "Meeting", words),
            Entity(statement, "statements", "Statement", words),
        ]
        proof = (_evidence(words),)
        facts += [
            Fact(ARTICLE.key, "mentions", person, proof),
            Fact(person, "holdsPost", post, proof),
            Fact(person, "visited", place, (_evidence(words, "--05-12"),)),
            Fact(person, "attended", event, proof),
            Fact(person, "advocated", theme, proof, "derived", because=statement),
            Fact(person, "met", f"person/{NAMES[number - 1]}", proof, polarity="planned"),
            Fact(event, "startDate", Literal("--05-12", "gMonthDay"), proof),
            Fact(statement, "speaker", person, proof),
            Fact(statement, "verb", Literal(words, "zh"), proof),
            Fact(statement, "text", Literal(words, "zh"), proof),
            Fact(statement, "hasTheme", theme, proof),
        ]
        mentions.append(Mention("people", proof[0].start, proof[0].end, person, "nasty.by-hand"))
    return Extraction(ARTICLE, ((0, len(TEXT)),), tuple(mentions), tuple(entities), tuple(facts))
