"""How much simulated damage is undone exactly, on sentences made up for it."""

import re

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import mend
from cleaners.mirror.language import Language
from crawler.replica.damage import Damaged, damage

SENTENCES = """\
为了让老人吃上热饭，青石镇把闲置的粮站改成了食堂。“一餐两元，味道还好。”七十岁的村民说。
会议指出，各村要把产业发展放在首位，因为产业兴旺了，人才才能留得住。
去年以来，全县新建公路三十公里。“双向承诺”机制实行后，群众满意度明显提高。
当地干部与专家一起走访农户，了解他们的实际困难，并当场给出解决办法。
《社区服务手册》已经发到每家每户。《手册》共分五章，介绍了办事流程。
改造后的广场变为孩子们的乐园，周围的商户也因为人多而生意红火。
经过两个月的培训，学员们能够独立操作机器，工资比原来提高了一半。
石桥村过去靠天吃饭，现在引来了龙头企业，建起了大棚，种上了优质草莓。
“我们要让数据多跑路，让群众少跑腿。”行政审批局负责人这样介绍。
随着电商进村，山里的核桃、蜂蜜卖到了全国各地。“网上订单做不完！”店主笑着说。
监督员每周检查一次，发现问题立即通知有关单位，限期整改并且公开结果。
学校开设了书法、武术、编织等十门课程。“每个孩子都有自己的舞台。”校长说。
沿海各县加强了渔船管理，台风来临之前，所有船只全部回港避风。
图书馆延长开放时间，读者可以在网上预约座位，这项措施受到学生欢迎。
为什么有的项目进展缓慢？调查发现，主要是因为手续复杂；有的还缺少资金。
乡镇医院与省城医院结成对子，专家每月来坐诊两次，村民看病方便多了。
老党员张大爷主动担任调解员，邻里之间有了矛盾，都愿意找他评理。
资金怎么用？村民说了算！每一笔开支都贴在公示栏里，请大家监督。
雨后的梯田像一面面镜子，游客们纷纷拿起手机拍照，当地旅游收入不断增长。
县里出台了奖励办法，对返乡创业的青年给予贷款支持。《办法》自明年起施行。
他们把论文写在大地上，在实验田里一住就是半年，终于选育出抗旱品种。
环境变美了，习惯也在变。“谁家门前不干净，自己都不好意思。”妇联主任说。
""".splitlines()

SEEDS = range(12)


def restored(seed: int) -> list[tuple[Damaged, bool]]:
    """The damaged lines of one page, and whether each came back exactly."""
    lines = damage(SENTENCES, seed, annotations=200)
    language = Language(line.shown for line in lines)
    return [(line, comparable(mend(line.shown, language).text) == comparable(line.true)) for line in lines]


def comparable(text: str) -> str:
    """A text without true annotations and without the spaces mirrors put before marks."""
    return re.sub(r" +(?=[！；？])", "", strip(text))


def test_damage_is_undone_and_nothing_else_is_touched() -> None:
    results = [result for seed in SEEDS for result in restored(seed)]
    hit = [(line, exact) for line, exact in results if comparable(line.shown) != comparable(line.true)]
    lossless = [exact for line, exact in hit if not line.lossy]
    assert all(exact for line, exact in results if comparable(line.shown) == comparable(line.true))
    assert len(lossless) > 50
    assert sum(lossless) >= 0.97 * len(lossless)
    assert sum(exact for _, exact in hit) >= 0.95 * len(hit)
