"""Articles that readers have judged, as test cases of their portals."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from cleaners.model import Layout
from crawler import snapshots
from storage import marks
from storage.dossiers import all_archived
from storage.judged import judged_versions
from storage.portals import world
from storage.tables import Address, Article, Portal, Version
from storage.versions import load_article

#: Gives a portal's layouts by its name.
Layouts = Callable[[str], Sequence[Layout]]


def save_all(
    session: Session, folder: Path, portals: Sequence[str], layouts: Layouts
) -> tuple[list[Path], list[str]]:
    """Save each judged article of these portals, or of all, as a new case that expects what its marks say.

    :returns: the cases, and a line for each article that is none: there is one already, or its page was pruned.
    :raises OSError: if a case can't be written.
    """
    saved, left = [], []
    for version in judged_versions(session, portals):
        try:
            saved.append(_save(session, folder, version, layouts))
        except (snapshots.CaseError, LookupError) as error:
            left.append(f"article {version.article_id}: {error}")
    return saved, left


def _save(session: Session, folder: Path, version: Version, layouts: Layouts) -> Path:
    article = session.get_one(Article, version.article_id)
    address = session.get_one(Address, article.address_id)
    portal = session.get_one(Portal, address.portal_id).name
    loaded = load_article(session, article.id, version.number)
    said = marks.of_article(session, article.id, version.number)
    name = f"{snapshots.named_after(address.url)[:45]}-marked-{article.id}"
    return snapshots.save(
        folder,
        portal,
        all_archived(session, version),
        layouts(portal),
        name.strip("-"),
        world(session),
        marks.put_right(loaded, said),
    )
