"""Who is who from records alone: rules that need no text, and that nothing depends on the order of articles."""

from __future__ import annotations

import random

from kg.resolve import Claim, Corpus, Resolution, Said, resolve
from kg.resolve.review import Answer

A, B, C, D = (f"article/{letter * 16}" for letter in "abcd")
DAYS = {A: "2031-05-01", B: "2031-05-02", C: "2031-05-03", D: "2031-09-01"}


def person(name: str, article: str) -> Said:
    return Said(f"person/{name}", article, "people", "Person", name)


def post(name: str, article: str) -> Said:
    return Said(f"post/{name}", article, "posts", "Post", name)


def body(name: str, article: str) -> Said:
    return Said(f"organisation/{name}", article, "organisations", "Organisation", name)


def holds(name: str, title: str, article: str) -> tuple[list[Said], list[Claim]]:
    said = [person(name, article), post(title, article)]
    return said, [Claim(f"person/{name}", "holdsPost", f"post/{title}", article)]


def resolved(*told: tuple[list[Said], list[Claim]], answers: tuple[Answer, ...] = ()) -> Resolution:
    said = [each for one, _ in told for each in one]
    claims = [each for _, other in told for each in other]
    return resolve(Corpus(said, claims, DAYS), answers)


def meant(resolution: Resolution, key: str, article: str) -> str:
    return resolution.renames.get(article, {}).get(key, key)


def test_a_bare_title_is_that_of_its_holder() -> None:
    found = resolved(
        holds("普京", "总统", A), holds("普京", "俄罗斯总统", B), holds("泽连斯基", "总统", C),
        holds("朔尔茨", "总理", A), holds("安瓦尔", "总理", B),
    )  # fmt: skip
    assert meant(found, "post/总统", A) == "post/俄罗斯总统"
    assert meant(found, "post/总统", C) == "post/总统_泽连斯基"
    assert meant(found, "post/总理", A) != meant(found, "post/总理", B)


def test_the_sign_of_a_country_stands_for_its_name() -> None:
    found = resolved(([body("俄云溪舰队", A), body("俄罗斯云溪舰队", B), body("乌云溪舰队", C)], []))
    assert meant(found, "organisation/俄云溪舰队", A) == meant(found, "organisation/俄罗斯云溪舰队", B)
    assert meant(found, "organisation/乌云溪舰队", C) == "organisation/乌云溪舰队"


def test_who_met_are_two() -> None:
    """Though they hold one office and the name of the one is a part of the other's."""
    told = (holds("白鹭", "荷兰首相", A), holds("安娜·白鹭", "荷兰首相", B))
    same = resolved(*told)
    assert meant(same, "person/白鹭", A) == meant(same, "person/安娜·白鹭", B)
    met: tuple[list[Said], list[Claim]] = ([], [Claim("person/白鹭", "met", "person/安娜·白鹭", C)])
    two = resolved(*told, met)
    assert meant(two, "person/白鹭", A) != meant(two, "person/安娜·白鹭", B)
    assert [d.state for d in two.decisions if "person/白鹭" in d.pair] == ["open"]


def test_an_article_that_means_both_namesakes_is_neither_s() -> None:
    king, prince = holds("哈桑", "摩洛哥国王", A), holds("哈桑", "约旦王储", B)
    both = holds("哈桑", "摩洛哥国王", C)[0] + holds("哈桑", "约旦王储", C)[0]
    claims = holds("哈桑", "摩洛哥国王", C)[1] + holds("哈桑", "约旦王储", C)[1]
    found = resolved(king, prince, (both, claims))
    assert len({meant(found, "person/哈桑", article) for article in (A, B, C)}) == 3
    assert meant(found, "person/哈桑", C) == "person/哈桑"


def test_the_order_of_articles_changes_nothing() -> None:
    names = ("普京", "泽连斯基", "哈桑", "弗拉基米尔·普京", "普京专访")
    titles = ("总统", "俄罗斯总统", "摩洛哥国王", "约旦王储", "乌克兰总统")
    chance = random.Random(5)
    said: list[Said] = []
    claims: list[Claim] = []
    for article in (A, B, C, D):
        for name in chance.sample(names, 3):
            one, other = holds(name, chance.choice(titles), article)
            said += one
            claims += other
    expected = resolve(Corpus(said, claims, DAYS))
    assert expected.decisions
    for _ in range(5):
        chance.shuffle(said)
        chance.shuffle(claims)
        assert resolve(Corpus(said, claims, DAYS)) == expected


def test_an_answer_about_what_is_not_there_waits() -> None:
    answer = Answer("person/何一鸣", "person/何鸣", "accept")
    assert resolved(holds("普京", "俄罗斯总统", A), answers=(answer,)).decisions == ()
