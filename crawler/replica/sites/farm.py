"""A link farm: every host below one name answers, with links to more such hosts. It has no end."""

from hashlib import sha256
from random import Random

from crawler.replica.site import Ask, Reply, Site, html
from crawler.replica.sites.templates import fill

PARENT = "farm.example"
LINKS = 40

#: Counties and cities of many provinces, as such farms name their links.
PLACES = (
    "高平市 玉田县 霍邱县 柘荣县 平果市 会同县 洛隆县 镇赉县 东辽县 灵寿县 栖霞市 沁源县 "
    "民勤县 尖扎县 海盐县 丰都县 仁化县 麻栗坡县 纳雍县 隆回县 英山县 嵩县 方城县 樟树市 "
    "东平县 当涂县 大田县 定安县 灌云县 孟津县 临猗县 多伦县 桓仁县 抚松县 穆棱市 嘉善县 "
    "黟县 永泰县 崇义县 莒南县 卢氏县 秭归县 炎陵县 乳源县 凌云县 忠县 天全县 凤冈县 "
    "洱源县 加查县 洋县 漳县 泽库县 彭阳县 若羌县 涞源县 隰县 突泉县 法库县 延寿县 "
).split()


def links(seed: str) -> str:
    """Links to hosts of the farm between two words of navigation, the same for the same seed."""
    places = Random(seed).sample(PLACES, LINKS)  # noqa: S311  # invented hosts, no secret
    hosts = (f"{sha256(f'{seed} {number}'.encode()).hexdigest()[:8]}.{PARENT}" for number in range(LINKS))
    rows = (f'<a href="http://{host}/">{place}</a>| ' for host, place in zip(hosts, places, strict=True))
    return f"天气| {''.join(rows)}客服|"


def _respond(ask: Ask) -> Reply:
    return html(fill("farm", host=ask.host, links=links(f"{ask.host}{ask.target}")))


def site() -> Site:
    """The farm; it has no articles."""
    return Site("farm", (f"*.{PARENT}",), _respond, list)
