"""The interface in English and Chinese: the English text is the key, as in gettext."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """ "zh" or "en": from `--lang`, else KG_LANG, else the locale (LC_ALL, LC_MESSAGES, LANG), else English."""
    given = next((value for _, value in _language_options(arguments)), "")
    for value in (given, *(environment.get(name, "") for name in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))):
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def without_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--lang`, which may stand anywhere on the line."""
    taken = {i for positions, _ in _language_options(arguments) for i in positions}
    return [argument for i, argument in enumerate(arguments) if i not in taken]


def _language_options(arguments: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The places of each `--lang zh` or `--lang=zh`, and its value."""
    for i, argument in enumerate(arguments):
        if argument == "--":
            return
        if argument.startswith("--lang="):
            yield (i,), argument.removeprefix("--lang=")
        elif argument == "--lang" and i + 1 < len(arguments):
            yield (i, i + 1), arguments[i + 1]


@dataclass(frozen=True, slots=True)
class Say:
    """`say("articles")` gives the text in the language of the user, `say("{n} files", n=3)` with values put in."""

    language: str

    def __call__(self, text: str, **values: object) -> str:
        shown = CHINESE.get(text, text) if self.language == "zh" else text
        return shown.format(**values) if values else shown


def localise(command: Any, say: Say) -> None:
    """Give a command of typer, its parameters and its subcommands their help in the language of the user."""
    command.help = say(command.help or "")
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = say(parameter.help)
    for child in getattr(command, "commands", {}).values():
        localise(child, say)


CHINESE: Mapping[str, str] = {
    # kg
    "Knowledge graphs from Chinese official news, with the sentence behind every fact.": (
        "由中文官方新闻生成知识图谱，每条事实都有原文出处。"
    ),
    "{n} characters/s": "{n} 字/秒",
    "An installed spaCy pipeline to find names with.": "用已安装的 spaCy 模型识别名称。",
    "disk keeps a store on disk even of one article; an address sends the graph to that SPARQL server.": (
        "disk：即使只有一篇文章也保存磁盘数据库；给出网址则把图谱发送到该 SPARQL 服务器。"
    ),
    "Login at the SPARQL server.": "SPARQL 服务器的用户名（和密码）。",
    "sending": "正在发送",
    "Processes for many articles; the cores if not given.": "处理多篇文章的进程数，默认为核数。",
    "Language of the interface: en or zh.": "界面语言：en 或 zh。",
    # kg build
    "Build a graph from articles: Turtle, an interactive page, a manifest.": (
        "由文章生成图谱：Turtle、可交互网页、清单。"
    ),
    "Files, folders, globs, or - for standard input.": "文件、文件夹、通配符，或用 - 表示标准输入。",
    "Folder to build into.": "输出文件夹。",
    "Day of publication, YYYY-MM-DD.": "发布日期，格式 YYYY-MM-DD。",
    "Title of the article.": "文章标题。",
    "Publisher, such as 新华社.": "发布机构，如新华社。",
    "Address of the article.": "文章网址。",
    "Base of the IRIs of the data.": "数据 IRI 的前缀。",
    "Skip the check of the SHACL shapes.": "跳过 SHACL 校验。",
    "Where many articles are worked off: processes, or ray for a cluster.": (
        "多篇文章在哪里处理：processes（本机进程）或 ray（集群）。"
    ),
    "Print errors only.": "只输出错误。",
    "reading {name}": "正在处理 {name}",
    "articles": "文章",
    "sentences": "句子",
    "entities": "实体",
    "facts": "事实",
    "evidence": "证据",
    "failed": "失败",
    "without text": "缺正文",
    "duplicates": "重复",
    "seconds": "秒",
    "graph": "图谱",
    "page": "网页",
    "no date of publication: days stay without a year (--date YYYY-MM-DD gives it)": (
        "没有发布日期，日期不补年份（可用 --date YYYY-MM-DD 给出）"
    ),
    "nothing was built": "没有生成任何内容",
    # kg coverage
    "Say what articles hold and what they lack: days, texts, ends, repeated releases.": (
        "说明收录了什么、缺什么：日期、正文、不完整的文章、重复的通稿。"
    ),
    "source": "来源",
    "month": "月份",
    "days expected": "应有天数",
    "days present": "收录天数",
    "truncated": "不完整",
    "copies": "同一通稿",
    "undated": "无日期",
    "all": "合计",
    "{articles} articles, {releases} releases": "{articles} 篇文章，{releases} 篇通稿",
    "missing days": "缺失的日期",
    # kg query
    "A folder written by kg build, or the address of a SPARQL server.": (
        "kg build 生成的文件夹，或 SPARQL 服务器的网址。"
    ),
    "Ask a built folder a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE.": (
        "用 SPARQL 查询已生成的文件夹：SELECT、ASK、CONSTRUCT 或 DESCRIBE。"
    ),
    "A folder written by kg build.": "kg build 生成的文件夹。",
    "The query, or @file.rq.": "查询语句，或 @文件.rq。",
    "table, csv, json or ttl.": "table、csv、json 或 ttl。",
    # kg themes
    "Propose themes that a corpus repeats and the thesaurus lacks, or tell when its concepts were first seen.": (
        "提出语料反复使用而叙词表未收的提法，或给出各提法的首见日期。"
    ),
    "mine: new themes; seen: first days of known ones.": "mine：新提法；seen：已收提法的首见日期。",
    "The table to write (default: standard output).": "要写出的表（默认输出到标准输出）。",
    "Only themes seen on at least so many days.": "只列出至少出现这么多天的提法。",
    "{n} themes": "{n} 条提法",
    # kg ask
    "Run a named query; without a name, list them.": "运行命名查询；不给名称则列出全部。",
    "Name of the query; its parameters follow as options, such as --person 习近平.": (
        "查询名称；其后用选项给出参数，如 --person 习近平。"
    ),
    "* needs a value": "* 必须给出值",
    # kg view
    "Write the interactive page of a built folder, or of a part of it.": (
        "为已生成的文件夹（或其中一部分）写出可交互网页。"
    ),
    "The page to write (default: DIR/view.html).": "要写出的网页（默认 DIR/view.html）。",
    "Open around this entity: a name, an alias or a key.": "以该实体为中心打开：名称、别名或标识。",
    "Steps around it, 1 to 3.": "周围的步数，1 到 3。",
    "Only these kinds of entity, separated by commas.": "只保留这些类型的实体，用逗号分隔。",
    "Open with this many entities, the most important ones.": "打开时显示最重要的若干实体。",
    # kg export
    "Write the graph of a built folder for other programs: RDF, Gephi, tables, Neo4j.": (
        "把已生成文件夹的图谱写成其他程序的格式：RDF、Gephi、数据表、Neo4j。"
    ),
    "ttl, nq, jsonld, graphml, gexf, csv or cypher.": "ttl、nq、jsonld、graphml、gexf、csv 或 cypher。",
    "File (compressed if it ends in .gz or .zst) or folder to write (default: below DIR/export).": (
        "要写出的文件（以 .gz 或 .zst 结尾则压缩）或文件夹（默认在 DIR/export 下）。"
    ),
    "Only this graph: default, or the key of an article; may be repeated.": (
        "只导出该图：default 或文章标识；可重复给出。"
    ),
    "CSV with the byte order mark that Excel needs.": "CSV 带 Excel 需要的字节顺序标记。",
    "written": "已写出",
    # kg resolve
    "Show who is who across articles: what was merged, kept apart, and waits for review.": (
        "显示跨文章的同一性判断：哪些已合并、哪些分开、哪些待复核。"
    ),
    "List the decisions of this rule, or of all that begin with it.": "列出该规则（或以此开头的各规则）的判断。",
    "List every decision.": "列出全部判断。",
    "rule": "规则",
    "ground": "依据",
    "merged": "合并",
    "kept apart": "分开",
    "open": "待复核",
    "{path}: {open} open, {accept} accepted, {reject} rejected; edit `answer`, then run the same kg build again": (
        "{path}：待复核 {open}，已接受 {accept}，已拒绝 {reject}；填写 answer 后重新运行同一 kg build 命令"
    ),
    # kg verify
    "Check every evidence of a built folder against the text again.": "逐条核对已生成文件夹中的证据与原文。",
    "{articles} articles, {facts} facts, {evidence} evidence: all hold": (
        "{articles} 篇文章、{facts} 条事实、{evidence} 处证据：全部属实"
    ),
    "{n} problems": "{n} 个问题",
    # kg eval
    "Build the gold articles and score the graphs.": "生成标注文章的图谱并评分。",
    "Folder of gold annotation, one JSON file per article.": "标注文件夹，每篇文章一个 JSON 文件。",
    "Folder of their texts, NAME.txt each.": "正文文件夹，每篇为 NAME.txt。",
    "Score DIR/NAME/graph.ttl instead of building.": "直接为 DIR/NAME/graph.ttl 评分，不再生成。",
    "List what was missed and what was wrong.": "列出遗漏与错误。",
    "Print JSON.": "输出 JSON。",
    "Show the change against an earlier --json output.": "与先前的 --json 输出比较。",
    # kg version
    "Print the version and the digest of rules and lexicons.": "输出版本号以及规则与词表的摘要。",
    # kg serve
    "Show a built folder in the browser: pages for everything in it, search, a SPARQL endpoint.": (
        "在浏览器中浏览已生成的文件夹：各类页面、搜索、SPARQL 端点。"
    ),
    "Address to listen on; the default is reached from this computer only.": "监听地址；默认仅本机可访问。",
    "Port to listen on; 0 takes a free one.": "监听端口；0 表示任选空闲端口。",
    "Limit of time for a SPARQL query.": "单条 SPARQL 查询的时限（秒）。",
    "Limit of rows of its answer.": "查询结果的行数上限。",
    "Queries answered at the same time.": "同时执行的查询数。",
    "anyone who reaches {host} can read the graph; there is no password and no encryption": (
        "凡能访问 {host} 者均可读取图谱；没有密码，也不加密"
    ),
    "catalogue: {done} of {all} articles": "目录：{done} / {all} 篇文章",
    "Ctrl-C ends": "按 Ctrl-C 结束",
    "warning": "警告",
    # errors
    "error": "错误",
}
