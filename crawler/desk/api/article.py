"""Articles with their proof, steps and marks as JSON."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query

from crawler.desk.api.answers import errors
from crawler.desk.api.article_answers import (
    ArticleProof,
    Block,
    Change,
    Copy,
    FieldValue,
    MarkOf,
    Marks,
    PortalFigures,
    SharePart,
    Step,
    StepCount,
    Steps,
)
from crawler.desk.choosing import MOST, Number, OfVersion, told
from crawler.desk.sharing import Reading
from crawler.desk.steps import rows
from storage import judged, marks
from storage.dossiers import Dossier, dossier
from storage.judged import Figures, Share
from storage.step_counts import count

router = APIRouter(prefix="/api", tags=["proof"])


@router.get("/articles/{number}", responses=errors(404, 410))
def article(session: Reading, number: Number, version: OfVersion = None) -> ArticleProof:
    """An article with its fields, blocks, changes, versions and marks."""
    with told():
        found = dossier(session, number, version)
    return _proof(found, marks.of_article(session, number, found.version.number))


@router.get("/marks", responses=errors())
def all_marks(
    session: Reading,
    after: Annotated[int, Query(ge=0, le=MOST)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Marks:
    """All marks, withdrawn ones too, behind a cursor."""
    found = _marks(marks.after(session, after, limit))
    return Marks(marks=found, next=found[-1].id if len(found) == limit else None)


@router.get("/marks/figures", responses=errors())
def figures(session: Reading) -> list[PortalFigures]:
    """Precision, recall and fields by readers' marks, for each portal."""
    return [_figures(each) for each in judged.figures(session)]


@router.get("/steps", responses=errors())
def steps(session: Reading) -> Steps:
    """How often each step acted, and where."""
    counts = count(session)
    counted = [
        StepCount(
            name=each.name,
            reason=each.reason,
            articles=each.counted.total,
            changes=each.counted.changes,
            portals={portal: len(numbers) for portal, numbers in each.counted.articles.items()},
        )
        for each in rows(counts)
    ]
    return Steps(looked=counts.articles, steps=counted)


def _proof(found: Dossier, said: Iterable[object]) -> ArticleProof:
    version = found.version
    names = ("layout", "charset", "charset_reason", "cleaner", "text", "faults", "made_at")
    return ArticleProof(
        article_id=found.article_id,
        portal=found.portal.name,
        url=found.url,
        key=found.told.key,
        version=version.number,
        current_version=found.current,
        first_seen=found.first_seen,
        gone_since=found.gone_since,
        fields={name: FieldValue.model_validate(field) for name, field in found.fields.items()},
        blocks=[Block.model_validate(each) for each in found.ledger.blocks],
        changes=[Change.model_validate(each) for each in found.ledger.changes],
        history=[Step.model_validate(each) for each in found.told.steps],
        copies=[Copy.model_validate(each) for each in found.read.copies],
        is_original=found.read.is_original,
        marks=_marks(said),
        **{name: getattr(version, name) for name in names},
    )


def _marks(said: Iterable[object]) -> list[MarkOf]:
    return [MarkOf.model_validate(each) for each in said]


def _figures(each: Figures) -> PortalFigures:
    return PortalFigures(
        portal=each.portal,
        articles=each.articles,
        judged=each.judged,
        outdated=each.outdated,
        right=_share(each.right),
        precision=_share(each.precision),
        recall=_share(each.recall),
        fields={name: part for name, share in each.fields.items() if (part := _share(share))},
    )


def _share(share: Share | None) -> SharePart | None:
    if share is None:
        return None
    low, high = share.interval
    return SharePart(
        right=share.right, of=share.of, trials=share.trials, value=share.value, low=low, high=high
    )
