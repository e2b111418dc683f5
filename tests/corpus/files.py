"""Small files of every format, made on the spot; each holds the same invented article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence

TITLE = "林向东在云溪考察"
BODY = "新华社临川9月3日电 青江省委书记林向东在云溪市考察。他强调，要坚持绿色发展。"
TEXT = f"{TITLE}\n\n{BODY}\n"
URL = "https://news.example/2031/0903/1.html"
ROW = {"title": TITLE, "date": "2031-09-03", "source": "云溪日报", "url": URL, "text": BODY}


def jsonl(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def table(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def html(title: str = TITLE, paragraphs: Sequence[str] = (BODY,), head: str = "") -> bytes:
    """A page with what pages have around an article: navigation, a list of links, a footer."""
    links = "".join(f'<li><a href="/{i}.html">其他新闻第{i}条</a></li>' for i in range(8))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><ul><li><a href="/">首页</a></li><li><a href="/politics">时政</a></li></ul></nav>'
        f"<article><h1>{title}</h1>{body}</article><aside><ul>{links}</ul></aside>"
        "<footer>版权所有 未经许可不得转载</footer></body></html>"
    ).encode()


def docx(paragraphs: Sequence[str] = (TITLE, BODY), cells: Sequence[Sequence[str]] = ()) -> bytes:
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        grid = document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(grid.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def pdf(lines: Sequence[str] = (TITLE, BODY)) -> bytes:
    """One page in a Chinese font that the file names and does not hold, its characters in UTF-16."""
    shown = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
    drawn = f"BT /F1 12 Tf 16 TL 50 750 Td {shown} ET" if lines else ""
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light {system} /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] >>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table_of_places = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table_of_places}{trailer}".encode()


def warc(*pages: tuple[str, bytes, str], compressed: bool = False) -> bytes:
    """An archive of responses: address, content, type of content."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    data = io.BytesIO()
    writer = WARCWriter(data, gzip=compressed)
    for address, content, kind in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(address, "response", payload=io.BytesIO(content), http_headers=headers)
        writer.write_record(record)
    return data.getvalue()


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    ".txt": TEXT.encode,
    ".text": TEXT.encode,
    ".md": lambda: f"---\ntitle: {TITLE}\n---\n{TEXT}".encode(),
    ".markdown": TEXT.encode,
    ".html": html,
    ".htm": html,
    ".docx": docx,
    ".pdf": pdf,
    ".jsonl": lambda: jsonl(ROW),
    ".ndjson": lambda: jsonl(ROW),
    ".csv": lambda: table([list(ROW), list(ROW.values())]),
    ".tsv": lambda: table([list(ROW), list(ROW.values())], "\t"),
    ".warc": lambda: warc((URL, html(), "text/html; charset=utf-8")),
}
"""For each reader a file of its format that holds the article."""
