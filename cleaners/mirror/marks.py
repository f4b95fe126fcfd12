"""Where marks may stand in Chinese text, and what it costs (natural logarithm) where they hardly do."""

from functools import reduce

#: Marks that hardly stand behind one another, as stops don't, and what it costs.
APART = frozenset(
    [one + two for one in "，。；：、" for two in "，。；：、！？"]
    + [one + two for one in "！？" for two in "，。；：、"]
    + [one + two for one in "，、；：“《（‘" for two in "”》）’"]
    + [one + two for one in "“《（‘" for two in "，。；：、！？"]
)
CLASHING = -16.0

#: Characters that hardly begin a clause, and that hardly end one; and what that costs.
NO_BEGINNING = frozenset("的了们着过得地吗呢吧等性化者")
NO_END = frozenset(
    "可应已正仍比由因如若但且在和把被从与及很最更并而或将向让以每各该这那第不也都就才又再还是其"
)
MISPLACED = -3.0

STOPS = frozenset("，。；：、！？")

#: What it costs to have one of these at the end of a term in quotation marks: “六保”, “拼规模”.
PAUSES, STOP_IN_TERM = frozenset("，。；：、"), -7.0
MARKS = STOPS | frozenset("“”《》（）‘’")

#: Brackets and quotation marks that close.
CLOSING = {"”": "“", "》": "《", "）": "（", "’": "‘", "】": "【", "」": "「"}
OPENING = frozenset(CLOSING.values())

#: What it costs to close what isn't open, and to open what is open already.
UNBALANCED = -1.8


def misplaced(tail: str, this: str) -> float:
    """What it costs a character that it begins a clause, or the one before it that it ends one."""
    before = tail[-1:]
    if this not in MARKS:
        return MISPLACED if before in STOPS and this in NO_BEGINNING else 0.0
    if before in PAUSES and is_term(tail, CLOSING.get(this)):
        return STOP_IN_TERM
    if before + this in APART or (before in CLOSING and this in STOPS and tail[-2:-1] in STOPS):
        return CLASHING
    return MISPLACED if this in STOPS and before in NO_END else 0.0


def is_term(tail: str, opening: str | None) -> bool:
    """Whether a quotation just begun is a term: it is not, or not sure to be, where a colon announces speech."""
    start = tail.rfind(opening) if opening else 0
    return start > 0 and tail[start - 1] != "："


def balanced(opened: str, this: str) -> tuple[str, float]:
    """The brackets that are open behind a character, and what it costs if they don't fit."""
    if this in OPENING:
        return (opened + this)[-3:], UNBALANCED if this in opened else 0.0
    if this in CLOSING:
        before, found, _ = opened.rpartition(CLOSING[this])
        return (before, 0.0) if found else (opened, UNBALANCED)
    return opened, 0.0


def open_in(text: str) -> str:
    """The brackets and quotation marks that a text leaves open."""
    return reduce(lambda opened, this: balanced(opened, this)[0], text, "")
