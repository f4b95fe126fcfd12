"""The five documents the project began with, and real pages: measured, never copied."""

import gzip
import json
import re
import subprocess
import sys

import pytest

from cleaners.article import clean
from cleaners.model import Page, replay

NAMES = ("title", "published", "source", "author", "editor", "issue", "mirror_of", "published_on")
SEEDS = {
    "000": [("党旗引征程 风劲好扬帆——望城区党建引领高质量发展纪实", "2021-02-23", "湖南日报", None, "关轩轩", None, None, None)],
    "001": [(None, None, None, None, None, None, "红星网", None)],
    "002": [(None, None, "中共揭东区委组织部", "唐楚生 张冰纯", None, None, "南方+", "南方报业传媒集团南方+客户端")],
    "003": [
        ("长沙市望城区:四措并举,建强基层党组织带头人队伍", "2018-08-23T10:02+08:00", "长沙市望城区委组织部",
         None, None, None, "红星网", None)
    ],
    "004": [
        (title, "2023-05-24", county, None, None, "2023年第8期", None, None)
        for county, title in (
            ("濮阳县", "项目化管理推动党建工作“虚功变实做”"),
            ("范县", "三级链条齐抓“五星”创建"),
            ("台前县", "培养“金牌支书” 激发头雁效应"),
        )
    ],
}  # fmt: skip
ENDS = {"000": "拒绝“佛系”参训。", "001": "全部完成并启动建设。", "002": "取得明显成效。", "003": "宽容失误的良好氛围。",
        "004": "公务员或招聘事业单位工作人员中优先推荐。"}  # fmt: skip
PARAGRAPHS = {"000": [10], "001": [7], "002": [17], "003": [5], "004": [4, 4, 4]}
BOILERPLATE = re.compile(
    r"人气|加载中|版权|标签|随便看看|本类|责任编辑|来源[:：】]|主办单位|技术支持|ICP|欢迎您|来访者|天气|客服|扫一扫|打印本页|首页|摘要"
)
PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")


@pytest.fixture(scope="module")
def seeds(shared):
    files = sorted((shared / "seeds").glob("*.txt"))
    done = subprocess.run([sys.executable, "-m", "cleaners", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {
        line["file"].rpartition("/")[2][:3]: line["articles"]
        for line in map(json.loads, done.stdout.splitlines())
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_fields_of_the_seeds(seeds, seed):
    assert [tuple(article[name] for name in NAMES) for article in seeds[seed]] == SEEDS[seed]


@pytest.mark.parametrize("seed", SEEDS)
def test_text_of_the_seeds_is_whole_and_without_a_line_of_boilerplate(seeds, seed):
    texts = [article["text"] for article in seeds[seed]]
    assert texts[-1].endswith(ENDS[seed])
    assert [len(text.split("\n")) for text in texts] == PARAGRAPHS[seed]
    assert not BOILERPLATE.search("\n".join(texts))
    assert not PINYIN.search("\n".join(texts))
    assert not re.search(r"[\ue000-\uf8ff\ufffd]|\?[！；？]", "\n".join(texts))


def test_the_seeds_are_repaired(seeds):
    assert "120余个。“七一”期间组织机关党员" in seeds["001"][0]["text"]
    assert "新时代新担当新作为" in seeds["003"][0]["text"]
    assert seeds["000"][0]["part"] == 2
    assert seeds["002"][0]["summary"].startswith("近年来,揭阳市揭东区坚持以党建引领")


def test_the_law_holds_on_every_real_page(shared):
    """Replaying the changes on the page's blocks gives the article's blocks; no page fails."""
    pages = sorted((shared / "pages").glob("*/*.html.gz"))
    assert len(pages) > 80
    for file in pages:
        for article in clean(Page(gzip.decompress(file.read_bytes()))).articles:
            assert replay(article.ledger) == article.blocks, file.name
            gone = {change.number for change in article.ledger.changes if change.after is None}
            assert len(gone) + len(article.blocks) == len(article.ledger.blocks), file.name
