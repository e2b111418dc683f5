"""What describes the tables: `codebook.md` for people, in Chinese and English, and `datapackage.json` for programs.

The descriptor follows the Data Package standard, version 1 of the profile for tables, which every release of the
Frictionless tools reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.export.cells import LIST_MARK
from kg.export.tables import Column, Table

CODEBOOK = "codebook.md"
DATAPACKAGE = "datapackage.json"

_DAY_PATTERN = r"([0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}"
_TYPES = {"day": "string", "list": "string"}
_NOTES = """# Codebook · 编码手册

CSV after RFC 4180: comma, `"` doubled, CRLF between rows, UTF-8{bom}; line breaks inside a cell are those of the text.
CSV 遵循 RFC 4180：逗号分隔，双引号写两次，行间为 CRLF，UTF-8{bom_zh}；单元格内的换行是原文的换行。

- **Keys 标识**: `{base}` + key is the IRI in the graph, unless the key is an IRI itself.
  前面加上 `{base}` 即图谱中的 IRI；本身是 IRI 的除外。
- **Days 日期**: `2023-05-12`; `XXXX-05-12` where nothing settles the year (ISO 8601-2).
  年份不明时写作 `XXXX-05-12`，决不猜测。
- **Lists 列表**: items parted by `|`; a `|` inside an item is written `｜`. 各项以 `|` 分隔，项内的 `|` 写作 `｜`。
- **Formulas 公式**: a cell that begins with `=`, `+`, `-`, `@` (full width too), a tab, a line break or `'` has a `'`
  in front, so that no spreadsheet calculates with it; take one away to get the text.
  以这些字符开头的单元格前加一个 `'`，以免被电子表格当作公式；去掉一个即是原文。
- **Empty 空**: not said, or not known. 文中未说或无从得知。
- Only what the texts affirm; denied, planned and claimed facts are in `evidence.csv` alone.
  各表只收肯定的事实，否认、计划和他人所称的只在 `evidence.csv`。
"""


@dataclass(frozen=True, slots=True)
class Written:
    """One CSV file as it was written: rows without the head, size in bytes, SHA-256."""

    table: Table
    rows: int
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """The name of the file."""
        return f"{self.table.name}.csv"


def codebook(files: Sequence[Written], base: str, *, bom: bool) -> str:
    """The codebook as Markdown: a table of the files, then one of columns for each."""
    notes = _NOTES.format(
        base=base, bom=" with byte order mark" if bom else "", bom_zh="（带字节顺序标记）" if bom else ""
    )
    listed = [f"| `{f.path}` | {f.rows} | {f.table.zh} | {f.table.en} |" for f in files]
    head = ["| file 文件 | rows 行数 | 内容 | content |", "|---|---:|---|---|"]
    return "\n".join([notes, *head, *listed, *(line for f in files for line in _section(f.table))]) + "\n"


def _section(table: Table) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    yield f"\n## {table.name}.csv\n\n{table.zh} · {table.en}. Key 主键: {key}.\n"
    yield "| column 列 | type 类型 | 说明 | meaning |\n|---|---|---|---|"
    for column in table.columns:
        zh, en = (text.replace("|", "\\|") for text in (column.zh, column.en))
        refers = f" → `{column.refers}.csv`" if column.refers else ""
        yield f"| `{column.name}` | {column.type} | {zh} | {en}{refers} |"


def datapackage(files: Sequence[Written], base: str, *, bom: bool) -> str:
    """The descriptor as JSON, with the size and the SHA-256 of every file."""
    content = {
        "profile": "tabular-data-package",
        "name": "policy-kg",
        "title": "Tables of a knowledge graph of official news · 官方新闻知识图谱数据表",
        "description": f"Keys are paths below {base}",
        "resources": [_resource(file, bom=bom) for file in files],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _resource(file: Written, *, bom: bool) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": file.table.name,
        "path": file.path,
        "title": f"{file.table.zh} · {file.table.en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if bom else "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": _schema(file.table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers, "fields": _key_of(column)}}
        for column in table.columns
        if column.refers
    ]
    fields = [_field(column) for column in table.columns]
    return {"fields": fields, "primaryKey": list(table.key)} | ({"foreignKeys": keys} if keys else {})


def _key_of(column: Column) -> str:
    """The key of the table that the column refers to: `event` of events."""
    return column.refers.removesuffix("s")


def _field(column: Column) -> dict[str, Any]:
    kind = _TYPES.get(column.type, column.type)
    items = f"; items parted by {LIST_MARK}" if column.type == "list" else ""
    field = {"name": column.name, "type": kind, "title": column.zh, "description": f"{column.en}{items}"}
    return field | {"constraints": {"pattern": _DAY_PATTERN}} if column.type == "day" else field
