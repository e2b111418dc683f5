"""Write places/divisions.tsv from the published division files (provinces.csv, cities.csv, areas.csv).

    python divisions.py FOLDER --out ../places/divisions.tsv

FOLDER holds the three files as published. Statistical zones (codes xxxx71 to xxxx79), placeholder rows
(市辖区, 省直辖县级行政区划, …) and the island groups of 三沙 are left out; zones in the news stand in regions.tsv.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SOURCE = "Administrative-divisions-of-China 57a0aa9 (2023 codes)"
CURATED = "curated"
COLUMNS = ("id", "name", "aliases", "valid_from", "valid_to", "level", "parent", "abbr", "short", "source", "note")

PROVINCES = {  # code: short form, one-character abbreviations
    "11": ("北京", "京"), "12": ("天津", "津"), "13": ("河北", "冀"), "14": ("山西", "晋"), "15": ("内蒙古", "蒙"),
    "21": ("辽宁", "辽"), "22": ("吉林", "吉"), "23": ("黑龙江", "黑"), "31": ("上海", "沪"), "32": ("江苏", "苏"),
    "33": ("浙江", "浙"), "34": ("安徽", "皖"), "35": ("福建", "闽"), "36": ("江西", "赣"), "37": ("山东", "鲁"),
    "41": ("河南", "豫"), "42": ("湖北", "鄂"), "43": ("湖南", "湘"), "44": ("广东", "粤"), "45": ("广西", "桂"),
    "46": ("海南", "琼"), "50": ("重庆", "渝"), "51": ("四川", "川|蜀"), "52": ("贵州", "黔|贵"),
    "53": ("云南", "滇|云"), "54": ("西藏", "藏"), "61": ("陕西", "陕|秦"), "62": ("甘肃", "甘|陇"),
    "63": ("青海", "青"), "64": ("宁夏", "宁"), "65": ("新疆", "新"),
}  # fmt: skip
SPECIAL = (
    ("710000", "台湾省", "台湾", "台"),
    ("810000", "香港特别行政区", "香港|香港特区", "港"),
    ("820000", "澳门特别行政区", "澳门|澳门特区", "澳"),
)
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|"
    "京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_PEOPLE = "|".join(f"{people}族" if len(people) == 1 else f"{people}族?" for people in PEOPLES.split("|"))
AUTONOMOUS = re.compile(rf"^(.+?)(?:{_PEOPLE}|各族)+自治(州|县|旗)$")
NATIONAL_DISTRICT = re.compile(rf"^(.+?)(?:{_PEOPLE})(区)$")
PART_OF_BANNER = re.compile(r"(左|右|前|中|后|联合|镶黄|镶白|镶蓝)旗$")  # 土默特左旗 is never called 土默特左
LEAGUE_OR_AREA = re.compile(r"^(.+)(盟|地区)$")
OWN_NAME_PEOPLES = {  # the people's name is the place's name: nothing else is left to strip it from
    "东乡族自治县": "东乡县",
    "鄂伦春自治旗": "鄂伦春旗",
    "鄂温克族自治旗": "鄂温克旗",
}
MORE_ALIASES = {
    "博尔塔拉蒙古自治州": ("博州",),
    "巴音郭楞蒙古自治州": ("巴州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "前郭尔罗斯蒙古族自治县": ("前郭县",),
    "喀喇沁左翼蒙古族自治县": ("喀左县",),
    "杜尔伯特蒙古族自治县": ("杜蒙县",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "和布克赛尔蒙古自治县": ("和丰县",),
    "莫力达瓦达斡尔族自治旗": ("莫旗",),
    "达尔罕茂明安联合旗": ("达茂旗",),
    "锡林郭勒盟": ("锡盟",),
    "大柴旦行政委员会": ("大柴旦",),
    "呼和浩特市": ("呼市",),
    "乌鲁木齐市": ("乌市",),
    "哈尔滨市": ("哈市",),
}
# Full names that are also ordinary words or phrases: a reader has to see the prefecture before them.
ORDINARY_NAMES = re.compile("[城郊矿东西]区|[新和成单高]县|市中区|城中区|城关区|新城区|合作市|和平区")
EXCLUDED = frozenset({"460321", "460322", "460323"})


@dataclass(frozen=True)
class Division:
    code: str
    name: str
    level: str
    parent: str


def read_divisions(folder: Path) -> list[Division]:
    """The provinces, prefectures and counties that are administrative divisions, by code."""
    provinces = [Division(f"{row['code']}0000", row["name"], "province", "") for row in _rows(folder / "provinces.csv")]
    cities = [row for row in _rows(folder / "cities.csv") if not _placeholder(row["name"])]
    prefectures = [
        Division(f"{row['code']}00", row["name"], "prefecture", f"{row['provinceCode']}0000") for row in cities
    ]
    known = {row["code"] for row in cities}
    counties = [
        Division(row["code"], row["name"], "county", _parent_of_county(row, known))
        for row in _rows(folder / "areas.csv")
        if row["code"] not in EXCLUDED and not "71" <= row["code"][4:] <= "79"
    ]
    return sorted(
        [*provinces, *prefectures, *_without_doubles(counties, prefectures)], key=lambda division: division.code
    )


def _without_doubles(counties: list[Division], prefectures: list[Division]) -> list[Division]:
    """Counties without the rows that repeat a prefecture which has no counties (东莞市, 中山市, 儋州市, 嘉峪关市)."""
    taken = {(prefecture.code, prefecture.name) for prefecture in prefectures}
    return [county for county in counties if (county.parent, county.name) not in taken]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _placeholder(name: str) -> bool:
    return name in {"市辖区", "县"} or name.endswith("直辖县级行政区划")


def _parent_of_county(row: dict[str, str], prefectures: set[str]) -> str:
    return f"{row['cityCode']}00" if row["cityCode"] in prefectures else f"{row['provinceCode']}0000"


def stem(name: str) -> str:
    """The name without what says its kind: 沧州, 黔东南, 石林, 阿拉善, 海淀."""
    for pattern in (AUTONOMOUS, NATIONAL_DISTRICT, LEAGUE_OR_AREA):
        if match := pattern.match(OWN_NAME_PEOPLES.get(name, name)):
            return match[1]
    if name.endswith("新区"):
        return name[:-2]
    return re.sub(r"(自治旗|林区|矿区|特区|市|县|区|旗)$", "", OWN_NAME_PEOPLES.get(name, name))


def suffixed_forms(name: str) -> tuple[str, ...]:
    """Short forms that still say their kind: 黔东南州, 石林县, 梅里斯区; () where the name has none but itself."""
    if name in OWN_NAME_PEOPLES:
        return (OWN_NAME_PEOPLES[name],)
    match = AUTONOMOUS.match(name) or NATIONAL_DISTRICT.match(name)
    return (f"{match[1]}{match[2]}",) if match and len(match[1]) > 1 else ()


def table(divisions: list[Division], safe: frozenset[str], risky: frozenset[str]) -> list[list[str]]:
    """The cells of each row, sorted by code; `safe` and `risky` are stems (see the two word files)."""
    provinces = {PROVINCES[division.code[:2]][0] for division in divisions if division.level == "province"}
    prefectures = {stem(division.name) for division in divisions if division.level == "prefecture"} | provinces
    counties = Counter(stem(division.name) for division in divisions if division.level == "county")
    rows = [_special(*special) for special in SPECIAL]
    for division in divisions:
        if division.level == "province":
            bare, (alias, abbreviations) = "", PROVINCES[division.code[:2]]
            aliases: tuple[str, ...] = (alias,)
        else:
            taken = provinces if division.level == "prefecture" else prefectures
            abbreviations, (aliases, bare) = "", _names(division, taken, counties, safe, risky)
        note = "needs context" if ORDINARY_NAMES.fullmatch(division.name) else ""
        rows.append([division.code, division.name, "|".join(aliases), "", "", division.level, division.parent,
                     abbreviations, bare, SOURCE, note])  # fmt: skip
    return sorted(rows)


def _names(
    division: Division, taken: set[str], counties: Counter[str], safe: frozenset[str], risky: frozenset[str]
) -> tuple[tuple[str, ...], str]:
    """The aliases of a prefecture or county, and its bare stem where that needs context."""
    aliases = (*suffixed_forms(division.name), *MORE_ALIASES.get(division.name, ()))
    bare = stem(division.name)
    if len(bare) < 2 or bare in taken or bare == division.name or PART_OF_BANNER.search(division.name):
        return aliases, ""
    alone = counties[bare] == 1
    unmistakable = (len(bare) > 2 and alone) or (bare in safe and (alone or division.name.endswith("市")))
    if bare not in risky and (division.level == "prefecture" or unmistakable):
        return (bare, *aliases), ""
    return aliases, bare


def _special(code: str, name: str, aliases: str, abbreviation: str) -> list[str]:
    return [code, name, aliases, "", "", "province", "", abbreviation, "", CURATED, ""]


def _words(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of provinces.csv, cities.csv and areas.csv")
    parser.add_argument("--out", type=Path, default=here.parent / "places" / "divisions.tsv")
    arguments = parser.parse_args()
    words = _words(here / "stems_safe.txt"), _words(here / "stems_risky.txt")
    rows = table(read_divisions(arguments.folder), *words)
    lines = ["\t".join(cells) + "\n" for cells in [COLUMNS, *rows]]
    arguments.out.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
