"""Says whether a page is a mirror's copy, and by what signs.

Readings in brackets behind Traditional characters are enough. Where they are few, or were taken away, it
takes two signs of different kinds: that a machine converted the text, and what only mirrors do to it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.mirror.annotations import ANNOTATED, ONE, is_annotation
from cleaners.mirror.bytes import may_be_damaged, mend
from cleaners.mirror.language import Language
from cleaners.mirror.script import has_traditional, is_traditional, traditional_share
from cleaners.mirror.spam import is_list, spam
from cleaners.mirror.tables import is_han, to_simplified
from cleaners.model import Block

#: A page with fewer annotations isn't taken for a mirror's by them.
FEWEST = 3

#: Mirrors annotate Traditional characters only; who teaches pinyin annotates all of a sentence.
PURITY = 0.9

#: A converted page has some 40 % Traditional characters; link spam may thin them out.
SHARE = 0.1

#: Mirrors annotate one in six Traditional characters and more; who glosses rare words, one in hundreds.
DENSITY = 0.05

#: Mirrors annotate a character wherever it stands; broken bytes may hide some of the annotations.
ALWAYS = 0.8

#: Mirrors annotate running text; in a list of words to learn most annotations stand alone.
RUNNING = 0.5

#: Characters that mirrors leave alone, and what Traditional text has in their place.
LEFT, WRITTEN = "于后里并游采余干云", "於後裡裏並遊採餘幹雲"

#: A converted text has at least so many of the first, and of the second at most this share of them.
FEWEST_LEFT, STRAY_WRITTEN = 3, 0.1

_PRIVATE = re.compile(r"(?<=[㐀-鿿])[\ue000-\uf8ff](?=[㐀-鿿])")
_MAINLAND = re.compile(r"ICP\s?[备備]|[网網]站[标標][识識][码碼]|公[网網]安[备備]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What the text of a page shows: whether it is Traditional, and the signs that it is a mirror's copy.

    A page that is none has no signs.
    """

    traditional: bool = False
    signs: tuple[str, ...] = ()

    @property
    def mirror(self) -> bool:
        """Whether the page is a mirror's copy."""
        return bool(self.signs)


def look(blocks: Sequence[Block]) -> Look:
    """Look at all blocks of a page, as they came. A Simplified page costs a glance.

    No mirrors are: pages of Hong Kong and Taiwan; text that teaches pinyin, be it Simplified or
    Traditional; a portal's own Traditional edition, which a machine converted and nobody damaged.
    """
    if not has_traditional("\n".join(block.text for block in blocks)):
        return Look()
    text = "\n".join(block.text for block in blocks if not is_list(block.text))
    signs = signs_of(blocks, text)
    return Look(bool(signs) or is_traditional(text), signs)


def signs_of(blocks: Sequence[Block], text: str) -> tuple[str, ...]:
    """The signs that a page is a mirror's copy, none if they aren't enough; ``text`` is without its lists."""
    readings = annotated(text)
    if not readings and traditional_share(text) <= SHARE:
        return ()
    machine, damage, links, portal = converted(text), broken(text), appended(blocks), mainland(text)
    if readings or (damage and (machine or links or portal)) or (links and machine):
        return tuple(filter(None, (readings, machine, damage, links, portal)))
    return ()


def annotated(text: str) -> str:
    """The sign that a mirror put readings behind Traditional characters; empty where there is none.

    >>> annotated("機(jī)關(guān)黨員到村(社區(qū))"), annotated("生字：學(xué)、會(huì)、國(guó)")
    ('readings behind Traditional characters: 3, behind others: 0', '')
    """
    text = "\n".join(line for line in text.split("\n") if "(" in line)
    found = list(ANNOTATED.finditer(text))
    own = [each for each in found if is_annotation(each)]
    if len(own) < FEWEST or not (is_pure(own, found) and is_throughout(own, text)):
        return ""
    return f"readings behind Traditional characters: {len(own)}, behind others: {len(found) - len(own)}"


def is_pure(own: Sequence[re.Match[str]], found: Sequence[re.Match[str]]) -> bool:
    """Whether hardly any other characters are annotated, or readings stand twice: 機(ji)(ji)."""
    doubled = 0
    for each in own:
        syllables = ONE.findall(each["annotations"])
        doubled += len(syllables) > 1 and len(set(syllables)) == 1
    return len(own) >= PURITY * len(found) or doubled >= FEWEST


def is_throughout(own: Sequence[re.Match[str]], text: str) -> bool:
    """Whether readings are all over a Traditional text, and not its glosses or its list of new words."""
    seen = Counter(text)
    traditional = sum(seen[one] for one in seen.keys() & to_simplified().keys())
    everywhere = sum(seen[one] for one in {each["character"] for each in own})
    running = sum(
        is_han(text[each.start() - 1 : each.start()]) or is_han(text[each.end() : each.end() + 1])
        for each in own
    )
    return (
        traditional_share(text) > SHARE
        and len(own) >= max(DENSITY * traditional, ALWAYS * everywhere)
        and running >= RUNNING * len(own)
    )


def converted(text: str) -> str:
    """The sign that a machine made a text Traditional, one character for one.

    >>> converted("會議后干部到村里，并于周末回訪"), converted("會議後幹部到村裡，並於週末回訪")
    ('于后里…: 5, 於後裡…: 0', '')
    """
    left, written = sum(map(text.count, LEFT)), sum(map(text.count, WRITTEN))
    if left < FEWEST_LEFT or written > STRAY_WRITTEN * left:
        return ""
    return f"于后里…: {left}, 於後裡…: {written}"


def broken(text: str) -> str:
    """The sign that bytes of a text were displaced: stretches that can be mended, private-use characters."""
    lines = [line for line in text.split("\n") if "?" in line]
    found = len(_PRIVATE.findall(text))
    if may_be_damaged(lines):
        language = Language(lines)
        found += sum(len(mend(line, language).repairs) for line in lines)
    return f"displaced bytes: {found}" if found else ""


def appended(blocks: Sequence[Block]) -> str:
    """The sign that links were put on a page after its conversion."""
    found = len(spam(blocks))
    return f"lists of links in Simplified characters: {found}" if found else ""


def mainland(text: str) -> str:
    """The sign that a page is registered in the mainland."""
    found = _MAINLAND.search(text)
    return f"{found[0]} on a Traditional page" if found else ""
