"""Marks: what readers say of articles. They are withdrawn, never deleted."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.checks import faults, is_lack
from cleaners.model import FIELDS, Article, Field, Ledger, in_order, replay
from storage import ledgers
from storage.database import now
from storage.tables import Mark, Version
from storage.words import Verdict

#: So many characters of a reader's name and of a field's right value are taken.
NAME, VALUE = 60, 2_000
#: Fields that hold a date, in ISO 8601 to the precision that the page shows.
DATES = ("published", "signed", "published_on")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:[+-]\d{2}:\d{2})?)?)?)?")


class Unfit(ValueError):  # noqa: N818 (a mark that doesn't fit, no mistake of ours)
    """A mark that doesn't fit its article. The text says why."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader says of a version.

    ``block`` is the (part, number) of one that was wrongly removed or kept; ``field`` names a wrong field and
    ``value`` is the right one, empty where the page doesn't tell it.
    """

    kind: Verdict
    block: tuple[int, int] | None = None
    field: str | None = None
    value: str = ""


def mark(session: Session, article_id: int, version: int, given: Given, reader: str) -> int:
    """Keep a mark, unless the reader has said the same already.

    What he said else of the same field is withdrawn.

    :returns: the mark's number.
    :raises LookupError: if there is no such version.
    :raises Unfit: if the version has no such block or field, or the name is none.
    """
    row = _row(session, article_id, version, given, name_of(reader))
    for known in of_article(session, article_id, version):
        if (known.reader, _target(known)) == (row.reader, _target(row)):
            if known.text == row.text:
                return known.id
            known.withdrawn = row.at
    session.add(row)
    session.flush()
    return row.id


def withdraw(session: Session, mark_id: int) -> Mark:
    """Take a mark back; a second time changes nothing.

    :raises LookupError: if there is none.
    """
    row = session.get(Mark, mark_id)
    if row is None:
        raise LookupError(f"there is no mark {mark_id}")
    row.withdrawn = row.withdrawn or now(session)
    session.flush()
    return row


def of_article(session: Session, article_id: int, version: int) -> list[Mark]:
    """The marks of a version that stand, in the order they were made."""
    query = select(Mark).filter_by(article_id=article_id, version=version, withdrawn=None)
    return list(session.scalars(query.order_by(Mark.id)))


def after(session: Session, cursor: int, limit: int) -> list[Mark]:
    """All marks behind a number, withdrawn ones too."""
    return list(session.scalars(select(Mark).where(Mark.id > cursor).order_by(Mark.id).limit(limit)))


def put_right(article: Article, marks: Collection[Mark]) -> Article:
    """A version's article as readers say it is, with the faults it then has."""
    there = {block.key: block for block in article.blocks}
    read = {block.key: block for block in article.ledger.blocks}
    for each in marks:
        key = (each.part or 0, each.block or 0)
        if each.kind == "kept":
            there.pop(key, None)
        elif each.kind == "removed":
            there[key] = replace(read[key], text=each.text or "")
    values = expected_fields({name: each.value for name, each in article.fields.items()}, marks)
    fields = {name: Field(value, value, "mark") for name, value in values.items()}
    right = replace(article, blocks=in_order(there.values()), fields=fields)
    lacks = tuple(each for each in article.faults if is_lack(each))
    return replace(right, faults=(*lacks, *faults(right, "date impossible" in article.faults)))


def expected_fields(fields: Mapping[str, str], marks: Iterable[Mark]) -> dict[str, str]:
    """The fields that a version has by what readers say; of several marks on a field the last one counts."""
    told = {each.field: each.text for each in marks if each.kind == "field"}
    values = {name: told.get(name, fields.get(name)) for name in FIELDS}
    return {name: value for name, value in values.items() if value}


def _row(session: Session, article_id: int, version: int, given: Given, reader: str) -> Mark:
    # Locked: of two who say the same at once, the second sees the first.
    query = select(Version).filter_by(article_id=article_id, number=version).with_for_update()
    found = session.scalar(query)
    if found is None:
        raise LookupError(f"article {article_id} has no version {version}")
    row = Mark(article_id=article_id, version=version, kind=given.kind, reader=reader, at=now(session))
    if given.kind == "field":
        row.field, row.text = _field(found, given)
    elif given.kind != "right":
        row.part, row.block = given.block or (0, -1)
        row.text = _words(ledgers.unpack(found.ledger), given.kind, (row.part, row.block))
    return row


def _field(version: Version, given: Given) -> tuple[str, str | None]:
    value = " ".join(given.value.split()) or None
    if given.field not in FIELDS:
        raise Unfit(f"there is no field {given.field}")
    if value == getattr(version, given.field):
        raise Unfit(f"the field {given.field} has this value already")
    if value and len(value) > VALUE:
        raise Unfit(f"the value is longer than {VALUE} characters")
    if value and given.field in DATES and not _DATE.fullmatch(value):
        raise Unfit(f"{given.field} is written 2023-05-24, or 2018-08-23T10:02+08:00")
    return given.field, value


def _words(ledger: Ledger, kind: Verdict, key: tuple[int, int]) -> str:
    """A block's words: those that are kept, or those that were there when it was removed."""
    if kind == "kept":
        words = {block.key: block.text for block in replay(ledger)}
    else:
        words = {change.key: change.before for change in ledger.changes if change.after is None}
    if key not in words:
        raise Unfit(f"the article has no block {key[0]}.{key[1]} that was {kind}")
    return words[key]


def _target(row: Mark) -> tuple[object, ...]:
    """What a mark speaks of."""
    return row.kind, row.part, row.block, row.field


def name_of(reader: str) -> str:
    """A reader's name as it is kept.

    :raises Unfit: if it is none.
    """
    name = "".join(each for each in reader if unicodedata.category(each)[0] != "C").strip()
    if not 0 < len(name) <= NAME:
        raise Unfit(f"a mark needs your name, of {NAME} characters at most")
    return name
