"""The explorer in English and Chinese: the English text is the key, as in gettext."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.vocabulary import load_ontology
from kg.model import BY_NAME
from kg.web.negotiation import best_type

LANGUAGES = ("zh", "en")


def choose_language(remembered: str, accepted: str) -> str:
    """ "zh" or "en": what the visitor chose before, else what the browser accepts, else Chinese, like the articles."""
    if remembered in LANGUAGES:
        return remembered
    ranges = accepted.lower().replace("zh-", "zh;zh-").replace("en-", "en;en-")
    offered = [f"{language}/x" for language in LANGUAGES]
    wishes = ",".join(_as_range(part) for part in ranges.split(",") if part.strip())
    return (best_type(wishes, offered) or "zh/x").partition("/")[0]


def _as_range(part: str) -> str:
    """`zh;zh-cn;q=0.8` as the media range `zh/x;q=0.8`, so that one rule weighs both."""
    language, *parameters = (piece.strip() for piece in part.split(";"))
    weights = [piece for piece in parameters if piece.startswith("q=")]
    return ";".join([f"{language}/x" if language != "*" else "*/*", *weights])


@dataclass(frozen=True, slots=True)
class Words:
    """`words("Articles")` gives the text in the visitor's language, `words("{n} articles", n=3)` with values put in."""

    language: str

    def __call__(self, text: str, /, **values: object) -> str:
        shown = CHINESE.get(text, text) if self.language == "zh" else text
        return shown.format(**values) if values else shown

    def kind(self, name: str) -> str:
        """What a kind of entity is called: `people` → 人物 / Person."""
        if name in BY_NAME:
            return BY_NAME[name].zh if self.language == "zh" else BY_NAME[name].en
        return self("Article") if name == "articles" else self("Thing")

    def kinds(self, name: str) -> str:
        """What many of a kind are called, as a heading: `people` → 人物 / People."""
        return self.kind(name) if self.language == "zh" else name.capitalize()

    def term(self, name: str) -> str:
        """What the ontology calls a class or property: `holdsPost` → 担任 / holds post."""
        return load_ontology().label(name, self.language)

    def comment(self, name: str) -> str:
        """What the ontology says about a class or property."""
        ontology = load_ontology()
        term = ontology.classes.get(name) or ontology.properties.get(name)
        return term.comments.get(self.language, "") if term else ""


CHINESE: Mapping[str, str] = {
    # every page
    "Overview": "总览",
    "Articles": "文章",
    "Article": "文章",
    "Thing": "其他",
    "Search": "搜索",
    "Names, aliases, words in sentences": "名称、别名、句中词语",
    "Skip to the content": "跳到正文",
    "Language": "语言",
    "Appearance": "外观",
    "Light": "浅色",
    "Dark": "深色",
    "As the system": "跟随系统",
    "Questions": "问题",
    "Data": "数据",
    "Vocabulary": "词汇表",
    "Previous": "上一页",
    "Next": "下一页",
    "Page {n} of {all}": "第 {n} / {all} 页",
    "Every fact shows the sentence it was read from.": "每条事实都附原文句子。",
    # overview
    "What this graph covers": "图谱范围",
    "no dated article": "没有带日期的文章",
    "days with articles: {n}": "有文章的日子：{n} 天",
    "Facts": "事实",
    "Evidence": "证据",
    "Evidence {n}": "证据 {n}",
    "Sentences": "句子",
    "Articles by day": "每日文章数",
    "Missing texts": "缺正文的文章",
    "{n} articles are known by title only.": "{n} 篇文章仅有标题。",
    "Most active people": "最活跃的人物",
    "by evidence of what they did and said": "按行动与言论的证据数",
    "Most mentioned places": "提及最多的地点",
    "Most mentioned organisations": "提及最多的机构",
    "by articles, without those that over half of them name": "按文章数，不含半数以上文章都提到的",
    "Themes over time": "提法的时间分布",
    "Articles that use the theme": "使用该提法的文章数",
    "Who with whom": "人物共同参加活动",
    "Events taken part in together": "共同参加的活动次数",
    "Latest articles": "最新文章",
    "All articles": "全部文章",
    "The whole graph as one page": "整张图谱（单页）",
    # lists
    "contains": "包含",
    "Filter": "筛选",
    "Name": "名称",
    "First": "首次",
    "Last": "最近",
    "Nothing here.": "没有内容。",
    "Articles of {day}": "{day} 的文章",
    # pages of entities
    "also called": "又称",
    "articles: {n}": "{n} 篇文章提及",
    "facts: {n}": "{n} 条事实",
    "Mentions over time": "提及的时间分布",
    "Graph": "图",
    "On this page": "本页内容",
    "All {n}": "全部 {n} 条",
    "Back to {name}": "返回{name}",
    "Posts over time": "历任职务",
    "Trips": "出行",
    "Meetings": "会见会谈",
    "Events": "活动",
    "Companions": "陪同与同行",
    "Themes by period": "各时期的提法",
    "Times advocated": "倡导次数",
    "Statements": "表述",
    "Who held it when": "何人何时担任",
    "The organisation it belongs to": "所属机构",
    "Visits": "到访",
    "Tasks given": "交办的任务",
    "Where it lies": "所在位置",
    "Contained places": "下辖地点",
    "Organisations there": "当地机构",
    "Posts": "职务",
    "Where and when": "地点与时间",
    "Themes": "提法",
    "Stops and tour": "行程各站",
    "By whom": "何人提出",
    "Where": "何处",
    "Articles and statements": "文章与表述",
    "Who, where, to whom": "何人、何处、对谁",
    "Words": "原话",
    "Other facts": "其他事实",
    "Articles that mention it": "提及的文章",
    "Roster": "出席名单",
    "in the order of the text": "按原文次序",
    "Itinerary": "行程",
    "undated": "日期未定",
    "day of the report": "报道日",
    "Trend": "走势",
    "first seen": "首次出现",
    "last seen": "最近出现",
    "Field": "领域",
    "broader": "上位",
    "narrower": "下位",
    "related": "相关",
    "candidate: found in the texts, not in the thesaurus": "候选提法：见于文中，未收入词表",
    # facts
    "Sentence": "句子",
    "rule": "规则",
    "confidence": "置信度",
    "reported": "原文陈述",
    "derived": "推出",
    "background": "背景知识",
    "denied": "被否定",
    "planned": "计划中",
    "claimed": "转述",
    "morning": "上午",
    "afternoon": "下午",
    "evening": "晚上",
    "Fact": "事实",
    "places in the texts: {n}": "原文中有 {n} 处依据",
    # articles
    "Text": "正文",
    "The text is missing; its facts show their quotes.": "正文缺失，事实附引文。",
    "Facts in this article": "本文中的事实",
    "In this article": "文中提到",
    "Original": "原文链接",
    "published": "发布",
    # search
    "Names": "名称",
    "Sentences with “{text}”": "含“{text}”的句子",
    "sentences: {n}": "{n} 句",
    "Type a name or words of a sentence.": "输入名称或句中词语。",
    "No name and no sentence contains “{text}”.": "没有名称或句子包含“{text}”。",
    # SPARQL
    "Query": "查询",
    "Run": "运行",
    "Ctrl+Enter runs it": "Ctrl+Enter 运行",
    "Examples": "示例",
    "Answer": "结果",
    "Download": "下载",
    "rows: {n}": "{n} 行",
    "triples: {n}": "{n} 个三元组",
    "Shown are the first {n}; a download or LIMIT and OFFSET give the others.": (
        "仅显示前 {n} 行；其余可下载，或用 LIMIT 与 OFFSET 取得。"
    ),
    "yes": "是",
    "no": "否",
    "Prefixes": "前缀",
    "known without being declared": "无需声明即可使用",
    "Answers to programs": "程序接口",
    "The SPARQL 1.1 Protocol, by GET and POST, up to {seconds} seconds, {rows} rows and {size} MB.": (
        "支持 SPARQL 1.1 协议（GET 与 POST），限 {seconds} 秒、{rows} 行、{size} MB。"
    ),
    "needs a value": "必填",
    "any": "不限",
    "Ask": "提问",
    "As SPARQL": "SPARQL 形式",
    "Pick a question, or write SPARQL.": "选择一个问题，或自己写 SPARQL。",
    # vocabulary
    "Classes": "类",
    "Properties": "属性",
    # problems
    "Not found": "没有找到",
    "This graph says nothing about {what}.": "图谱中没有关于 {what} 的内容。",
    "Did you mean": "您要找的是不是",
    "That cannot be answered": "无法回答",
    "found": "发现",
    "expected": "应为",
    "to do": "建议",
    "Something went wrong here; the error is in the server's log.": "服务器出错，详情见服务器日志。",
    "no answer": "没有结果",
}
