"""Says whether a page is a mirror's copy, and by what signs.

Readings in brackets all over a Traditional text are enough, and so are bytes broken in several places. Where
they are few, or were taken away, it takes two signs of different kinds.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.mirror.annotations import ANNOTATED, ONE, is_annotation
from cleaners.mirror.bytes import Work, may_be_damaged, mend
from cleaners.mirror.language import Language
from cleaners.mirror.script import has_traditional, is_traditional, traditional_share
from cleaners.mirror.spam import is_list, spam
from cleaners.mirror.tables import is_han, to_simplified
from cleaners.model import Block

#: Fewer annotations are no sign.
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
LEFT, WRITTEN = "于后里并游采余干云", "於後裡裏並遊採餘乾幹雲"

#: A converted text has at least so many of the first, and of the second at most this share of them.
FEWEST_LEFT, STRAY_WRITTEN = 2, 0.2

#: Bytes broken in so many places are enough; one place in so many characters is none, but a lost sign.
MANY_BROKEN, RARE = 3, 5000

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
    own = readings(text)
    if not own and traditional_share(text) <= SHARE:
        return ()
    machine, damage, links, portal = converted(text), broken(text), len(spam(blocks)), mainland(text)
    kinds = sum(map(bool, (own, machine, damage, links)))
    if not (is_throughout(own, text) or damage >= MANY_BROKEN or kinds > 1 or (damage > 1 and portal)):
        return ()
    found = {
        "readings behind Traditional characters": len(own),
        "于后里 and others left alone": machine,
        "places with broken bytes": damage,
        "lists of links in Simplified characters": links,
        "mainland registrations": portal,
    }
    return tuple(f"{sign}: {number}" for sign, number in found.items() if number)


def readings(text: str) -> list[re.Match[str]]:
    """The annotations of a Traditional text as mirrors make them; none where they are few or others' as well.

    >>> len(readings("機(jī)關(guān)黨員到村(社區(qū))")), readings("她(tā)會(huì)說(shuō)漢(hàn)語(yǔ)")
    (3, [])
    """
    text = "\n".join(line for line in text.split("\n") if "(" in line)
    found = list(ANNOTATED.finditer(text))
    own = [each for each in found if is_annotation(each)]
    pure = len(own) >= PURITY * len(found) or sum(map(is_doubled, own)) >= FEWEST
    return own if len(own) >= FEWEST and pure and traditional_share(text) > SHARE else []


def is_doubled(found: re.Match[str]) -> bool:
    """Whether a reading stands there twice: 機(ji)(ji)."""
    syllables = ONE.findall(found["annotations"])
    return len(syllables) > 1 and len(set(syllables)) == 1


def is_throughout(own: Sequence[re.Match[str]], text: str) -> bool:
    """Whether annotations are all over a text, and not its glosses or its list of new words."""
    seen = Counter(text)
    traditional = sum(seen[one] for one in seen.keys() & to_simplified().keys())
    everywhere = sum(seen[one] for one in {each["character"] for each in own})
    running = sum(map(is_running, own))
    return len(own) > max(DENSITY * traditional, ALWAYS * everywhere) and running >= RUNNING * len(own)


def is_running(found: re.Match[str]) -> bool:
    """Whether an annotated character has another Chinese character beside it."""
    text = found.string
    return is_han(text[found.start() - 1 : found.start()]) or is_han(text[found.end() : found.end() + 1])


def converted(text: str) -> int:
    """How many characters show that a machine made a text Traditional, one character for one.

    >>> converted("會議后干部到村里，并于周末回訪"), converted("會議後幹部到村裡，並於週末回訪")
    (5, 0)
    """
    left, written = sum(map(text.count, LEFT)), sum(map(text.count, WRITTEN))
    return left if left >= FEWEST_LEFT and written <= STRAY_WRITTEN * left else 0


def broken(text: str) -> int:
    """In how many places bytes of a text were displaced: stretches that can be mended.

    Private-use characters count as one at most: old pages of Hong Kong have them for their own characters.
    """
    lines = [line for line in text.split("\n") if "?" in line]
    found = int(bool(_PRIVATE.search(text)))
    if may_be_damaged(lines):
        language, work = Language(lines), Work()
        found += sum(len(mend(line, language, work).repairs) for line in lines)
    return found if found * RARE >= len(text) else 0


def mainland(text: str) -> int:
    """How many times a page says that it is registered in the mainland."""
    return len(_MAINLAND.findall(text))
