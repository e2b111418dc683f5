"""The quality gate of who is who: names that must meet, and names that must never meet.

People in office, bodies and places are general knowledge; the articles are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.resolve.told import Told, meant, resolved


@dataclass(frozen=True)
class Pair:
    """The names of a kind in two articles, and articles that stand beside them."""

    kind: str
    one: str
    other: str
    first: Told
    second: Told
    beside: tuple[Told, ...] = ()

    def meanings(self) -> tuple[str, str]:
        resolution = resolved((self.first, self.second, *self.beside))
        return meant(resolution, self.first, self.kind, self.one), meant(resolution, self.second, self.kind, self.other)

    def __str__(self) -> str:
        return f"{self.kind} {self.one} / {self.other}: {self.first.text[:12]} / {self.second.text[:12]}"


def told(text: str, day: str = "2024-05-20") -> Told:
    return Told(day, text)


def pair(
    kind: str, one: str, other: str, first: str, second: str, *beside: str, days: tuple[str, str] = ("", "")
) -> Pair:
    days = (days[0] or "2024-05-20", days[1] or "2024-05-20")
    return Pair(kind, one, other, told(first, days[0]), told(second, days[1]), tuple(map(told, beside)))


PREMIER = "国务院总理李强18日在北京主持召开座谈会。李强强调，要稳定就业。"
PREMIER_TOO = "中共中央政治局常委、国务院总理李强19日在上海调研。"

MUST_MEET = [
    pair("organisations", "国家发展改革委", "国家发展改革委", "国家发展和改革委员会11日召开会议。",
         "国家发改委有关负责人表示。"),
    pair("organisations", "浙江省政府", "浙江省人民政府", "浙江省政府11日召开会议。", "浙江省人民政府12日发布通知。"),
    pair("organisations", "中国驻法国使馆", "中国驻法国大使馆", "中国驻法国使馆6日提醒中国公民注意安全。",
         "中国驻法国大使馆7日举行招待会。"),
    pair("people", "李强", "李强", PREMIER, PREMIER_TOO),
    pair("people", "李强", "李强", PREMIER, "李强19日在北京会见美国总统拜登。"),
    pair("people", "克里斯托弗·拉克森", "拉克森", "新西兰总理克里斯托弗·拉克森8日表示，愿同中方加强合作。",
         "新西兰总理拉克森9日表示，愿意合作。"),
    pair("people", "列兹尼科夫", "列兹尼柯夫", "乌克兰国防部长列兹尼科夫6日表示，愿意谈判。",
         "乌克兰国防部长列兹尼柯夫6日会见记者。"),
    pair("people", "谌贻琴", "谌贻琴", "国务委员谌贻琴8日在贵阳调研。", "谌贻琴9日出席座谈会。"),
    pair("posts", "俄罗斯外长", "俄罗斯外交部部长", "俄罗斯外长拉夫罗夫说，愿意谈判。",
         "俄罗斯外交部长拉夫罗夫表示，愿意谈判。"),
    pair("places", "河北省", "河北省", "河北11日召开会议。", "河北省石家庄市12日下雨。"),
    pair("places", "旧城镇", "旧城镇", "黄骅市旧城镇11日下雨。", "河北省黄骅市旧城镇12日下雨。"),
    pair("events", "中国共产党第二十届中央委员会第三次全体会议", "中共二十届三中全会",
         "中国共产党第二十届中央委员会第三次全体会议7月15日在北京举行。", "中共二十届三中全会7月15日在北京开幕。",
         days=("2024-07-18", "2024-07-19")),
    pair("events", "十四届全国人大常委会第九次会议", "第十四届全国人大常委会第九次会议",
         "十四届全国人大常委会第九次会议4月23日在北京举行。", "第十四届全国人大常委会第九次会议4月23日在北京开幕。"),
]  # fmt: skip

MUST_NOT_MEET = [
    pair("places", "陕西省", "山西省", "陕西11日召开会议。", "山西11日召开会议。"),
    pair("posts", "陕西省委书记", "山西省委书记", "陕西省委书记张云溪11日表示。", "山西省委书记张云溪11日表示。"),
    pair("people", "李强", "李强", PREMIER, "云溪村党支部书记李强介绍，村里种植了草莓。", PREMIER_TOO),
    pair("people", "李强", "李强", PREMIER, "教师李强说，孩子们很高兴。", PREMIER_TOO),
    pair("people", "张军", "张军", "最高人民法院院长张军3日作报告。", "云溪机床厂厂长张军3日说，订单增加了。"),
    pair("people", "王伟", "王伟", "云溪大学教授王伟说，水质变好了。", "白鹭村党支部书记王伟说，收成很好。"),
    pair("people", "李克强", "李强", "国务院总理李克强2日主持召开会议。", "国务院总理李强22日主持召开会议。",
         days=("2023-03-03", "2023-03-23")),
    pair("people", "绍伊古", "别洛乌索夫", "俄罗斯国防部长绍伊古10日表示。", "俄罗斯国防部长别洛乌索夫15日表示。"),
    pair("people", "阿卜杜拉希扬", "阿拉格希", "伊朗外交部长阿卜杜拉希扬10日表示。", "伊朗外交部长阿拉格希11日表示。"),
    pair("people", "穆罕默德", "穆罕默德", "沙特阿拉伯王储穆罕默德8日表示，愿意合作。",
         "阿联酋总统穆罕默德9日表示，愿意合作。"),
    pair("people", "罗德里格斯", "罗德里格斯", "委内瑞拉副总统罗德里格斯8日表示。", "古巴外长罗德里格斯9日表示。"),
    pair("people", "谢尔达尔·别尔德穆哈梅多夫", "库尔班古力·别尔德穆哈梅多夫",
         "土库曼斯坦总统谢尔达尔·别尔德穆哈梅多夫8日表示。", "土库曼斯坦总统库尔班古力·别尔德穆哈梅多夫8日表示。",
         "土库曼斯坦总统别尔德穆哈梅多夫9日表示。"),
    pair("posts", "德国外长", "德国副外长", "德国外长贝尔伯克8日表示。", "德国副外长林德纳8日表示。"),
    pair("places", "朝阳区", "朝阳区", "北京市朝阳区11日下雨。", "长春市朝阳区11日下雨。"),
    pair("places", "朝阳区", "朝阳市", "北京市朝阳区11日下雨。", "辽宁省朝阳市11日下雨。"),
    pair("organisations", "朝阳区政府", "朝阳区政府", "北京市朝阳区政府11日说，朝阳区将建设公园。",
         "长春市朝阳区政府11日说，朝阳区将建设公园。"),
    pair("places", "吉林省", "吉林市", "吉林省11日下雨。", "吉林省吉林市11日下雨。"),
    pair("organisations", "中国银行", "中国农业银行", "中国银行11日发布报告。", "中国农业银行11日发布报告。"),
    pair("organisations", "中国石油", "中国石化", "中国石油11日发布报告。", "中国石化11日发布报告。"),
    pair("organisations", "云南省政府", "海南省人民政府", "云南省政府11日召开会议。", "海南省人民政府11日召开会议。"),
    pair("organisations", "中国驻法国使馆", "中国驻德国大使馆", "中国驻法国使馆6日提醒中国公民注意安全。",
         "中国驻德国大使馆7日举行招待会。"),
    pair("organisations", "全国人大常委会", "全国人大", "全国人大常委会11日召开会议。", "全国人大11日召开会议。"),
    pair("events", "中共二十届三中全会", "中共二十届四中全会", "中共二十届三中全会7月15日在北京举行。",
         "中共二十届四中全会7月15日在北京举行。"),
    pair("events", "中国民主同盟第十三届中央委员会第三次全体会议", "中国民主建国会第十三届中央委员会第三次全体会议",
         "中国民主同盟第十三届中央委员会第三次全体会议12月12日在北京举行。",
         "中国民主建国会第十三届中央委员会第三次全体会议12月12日在北京举行。", days=("2024-12-13", "2024-12-13")),
    pair("events", "中共中央政治局第十二次集体学习", "中共中央政治局第十三次集体学习",
         "中共中央政治局5月9日就建设现代化产业体系进行第十二次集体学习。",
         "中共中央政治局5月9日就加强党的建设进行第十三次集体学习。"),
    pair("events", "十三届全国人大常委会第九次会议", "十四届全国人大常委会第九次会议",
         "十三届全国人大常委会第九次会议4月23日在北京举行。", "十四届全国人大常委会第九次会议4月23日在北京举行。"),
    pair("events", "李强主持召开座谈会", "李强主持召开座谈会", "李强主持召开座谈会强调，要稳定就业。",
         "李强主持召开座谈会强调，要扩大开放。", PREMIER, days=("2024-03-01", "2024-06-01")),
    pair("events", "国务院新闻办公室新闻发布会", "国务院新闻办公室新闻发布会",
         "国务院新闻办公室11日举行新闻发布会，介绍农业情况。", "国务院新闻办公室11日举行新闻发布会，介绍工业情况。"),
]  # fmt: skip


@pytest.mark.parametrize("case", MUST_MEET, ids=str)
def test_what_must_meet_meets(case: Pair) -> None:
    one, other = case.meanings()
    assert one == other


@pytest.mark.parametrize("case", MUST_NOT_MEET, ids=str)
def test_what_must_not_meet_does_not(case: Pair) -> None:
    one, other = case.meanings()
    assert one != other


def test_all_together_make_no_new_error() -> None:
    """In one corpus of all these articles, where names have more company, nothing meets that must not."""
    pairs = [*MUST_NOT_MEET, *MUST_MEET]
    everything = dict.fromkeys(article for each in pairs for article in (each.first, each.second, *each.beside))
    resolution = resolved(tuple(everything))
    wrong = [
        str(each)
        for each in MUST_NOT_MEET
        if meant(resolution, each.first, each.kind, each.one) == meant(resolution, each.second, each.kind, each.other)
    ]
    assert wrong == []
