"""What a ``?`` ate: the ASCII character behind a lost byte, as far as the text around tells."""

import re

#: What a ``?`` can have bitten off: the rest of an HTML tag, of a year; and what stands behind a blank that it ate.
TAG = r"/?[a-z]+[1-6]?(?: [^<>]*)?/?>"
YEAR = r"(?:0\d\d(?!\d)|[019]\d\d年)"
POSTCODE = r"\d{6}(?!\d)"

#: What tells what the ``?`` before it ate; of a mark, a space put before it.
KNOWN = rf" ?[！；？!;?]|{YEAR}|{POSTCODE}"

#: How many characters are looked at on either side.
AROUND = 200

HAN = "[㐀-鿿]"

#: What stands behind a number.
COUNTED = (
    "年月日时時点點号號个個名件万萬亿億元%％:：岁歲次倍家户戶栋棟"
    "天周週套组組页頁条條期届屆层層楼樓位项項米公吨噸亩畝"
)


def eaten_character(before: str, rest: str) -> str:
    """What ``?`` ate between two texts, as far as it shows; a digit that can't be known stays a ``?``.

    A year's first digit, the blank before a postcode, a bracket whose other half is there, a comma where commas are
    half-width. Nothing is put where a tag, a mark or a word follows: its ``<``, a space or a quotation mark was eaten.
    """
    if re.match(YEAR, rest):
        return "1" if rest[0] == "9" else "2"
    if re.match(POSTCODE, rest):
        return " "
    if re.match(rf" ?\d|[{COUNTED}]", rest):
        return "?"
    if re.match(r"[^()（）！；？!;?]{1,30}\)", rest) and not re.search(r"[(（][^()（）]*$", before):
        return "("
    return "," if re.match(HAN, rest) and re.search(f"{HAN},{HAN}", before + "?" + rest) else ""
