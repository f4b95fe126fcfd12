"""Names of people and places that publish, as bylines print them."""

import re

_SPLIT = re.compile(r"[\s,，、;；/|｜&＆]+")
_TITLE_MARKS = re.compile(r"^《(.+)》$")
_ROLES = re.compile(
    r"^[\w·《》]{0,12}?(?:记者|通讯员|评论员|实习生|实习编辑|见习编辑|编辑|作者)(?=[:：\s]|$)[:：]?"
    r"|^(?:本报|本刊|本网)?(?:特约|特派|首席|见习|实习)?(?:记者|通讯员|实习生)[:：]?"
)
_CODE = re.compile(r"[_\-]?[A-Z]{1,4}\d{2,}$|[(（](?:\d+|[实见]习\w{0,2})[)）]$")  # 姓名_AB1234, 姓名(实习)
_DONE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<!网络)(?:编译|翻译|整理|综合|撰文|采写|报道)$")
_MARKUP = re.compile(r"[=<>\"\[\]]|^$")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?![\u4e00-\u9fff])")  # 李 强
_NOBODY = frozenset(
    """未知 佚名 不详 无 暂无 匿名 打印 关闭 分享 纠错 返回 收藏 举报 字号 字体
    手记 调查 观察 走访 采访 提问 摄影""".split()
)
_NOWHERE = frozenset(("未知", "不详", "无", "暂无"))
_BEHIND = re.compile(  # a date, an address, words to click
    r"(?<=\S)\s*(?:[(（\[]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d|https?:|www\.)|(?<=\S)[\s【\[|(（]+(?:打印|字[号体]|分享|关闭|收藏|举报|责编|评论|我要|查看|点击|浏览|阅读|大\s?中)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: A Chinese name has at most so many characters.
LONGEST_NAME = 4
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲"
    "房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商"
    "刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝禤"
)
_NAME = re.compile(rf"(?:[{_SURNAMES}]|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐)[\u4e00-\u9fff]{{1,2}}")
_NO_NAMES = frozenset(  # words that begin as a name does
    """关键词 关键字 关闭 关于 关注 金融 高考 高校 高层 高清 常识 常务 任免 公告 安全 白皮书 单位 车市 成果
    项目 路况 周刊 周边 方案 方志 阳光 宁夏 江苏 江西 温州 杭州 云南 贵州 海南 苏州 徐州 柳州 连云港 安徽
    安阳 台州 金华 马鞍山 包头 石家庄 黄山 黄石 常州 常德 何时 何处 白天 高新区 强县 康养 时尚 时政 曲艺 武术
    史志 党史 党建 党务 党风 文史 华人 华南 华北 华东 华中 国际 农业 农村 农民 车讯 应用 应急 单页 成绩 左图 右图
    童书 程序 谈判 祝福 祝贺 段落 解读 解答 连载 房产 房价 游戏 游客 计划 任务 方便 马上办 常见 古代 连接 章程
    齐鲁 车辆 车站 宁波 余额 强调 熊猫 顾问 安排 关联 石油 雷达 龙头 白酒 洪水 毛主席 党员 党课 党费 公示""".split()
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,20}(?:[部局厅办委站院校社]|中心|公司)")
_NO_NAME = re.compile(r"[图摄影片注略网报社讯记员局台版县市区镇乡村省旗厅委办院校]$")


def people(text: str) -> str:
    """Names separated by one blank.

    Left out are roles (记者), a member of staff's number or rank behind a name, words that say nobody is named, and
    behind a person's name what is none.

    >>> people("唐楚生;张冰纯"), people("汤诗瑶、丁涛"), people("记者 周明"), people("李红_AB1234 打印")
    ('唐楚生 张冰纯', '汤诗瑶 丁涛', '周明', '李红')
    """
    parts = (
        _DONE.sub("", _CODE.sub("", _ROLES.sub("", each)))
        for each in _SPLIT.split(_SPACED.sub(r"\1\2", text))
    )
    names = list(dict.fromkeys(name for name in parts if name not in _NOBODY and not _MARKUP.search(name)))
    if names and is_name(names[0]):
        names = [name for name in names if len(name) <= LONGEST_NAME or not _HAN.match(name)]
    return " ".join(names)


def is_name(text: str) -> bool:
    """Whether a word is a Chinese person's name, as far as its surname and length tell.

    >>> is_name("袁小源"), is_name("资料图"), is_name("江苏网")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.search(text) and text not in _NO_NAMES


def may_sign(names: str) -> bool:
    """Whether the first of several names is a person's or an office's: others are words that go on.

    >>> may_sign("李红 周明"), may_sign("石桥县委宣传部"), may_sign("是基层的眼睛")
    (True, True, False)
    """
    first = names.partition(" ")[0]
    return is_name(first) or bool(_OFFICE.fullmatch(first))


def outlet(text: str) -> str:
    """The name of a paper, office or site, without marks of a book title around it and what stands behind.

    Empty for a word that says it is not known.

    >>> outlet("《湖南日报》"), outlet("石桥日报 2024-10-17 08:03"), outlet("南方报业南方+客户端"), outlet("未知")
    ('湖南日报', '石桥日报', '南方报业南方+客户端', '')
    """
    name = _TITLE_MARKS.sub(r"\1", _BEHIND.split(text.strip(), maxsplit=1)[0].strip()).strip()
    return "" if name in _NOWHERE else name
