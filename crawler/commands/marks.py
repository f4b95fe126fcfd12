"""``scrapy marks``: what readers' marks say of the cleaning, and marked articles as test cases."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from cleaners.model import Layout
from crawler.commanding import StoreCommand
from crawler.commands.list import columns
from crawler.exits import CommandError, Exit
from crawler.marked_cases import save_all
from crawler.registry import PortalLoader
from crawler.terminal import plain, tell, written
from storage import judged, portals
from storage.database import Store
from storage.judged import Figures, Share

_HEAD = ("portal", "articles", "judged", "outdated", "all right", "precision", "recall", "fields")


class Command(StoreCommand):
    """Show what marks say."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[portal] ... [--jsonl] | [portal] ... --cases FOLDER"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show precision and recall by readers' marks, or save marked articles as test cases"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Show for each portal, or for those named, what the marks made in scrapy desk say: how many articles were"
            " judged, the share of them whose text is right as a whole, precision and recall in characters, and the"
            " share of fields that are right, each with its 95 % interval. It speaks of the articles as they are now:"
            " after scrapy reclean it shows whether a changed rule is better. Outdated is what was judged before its"
            " source changed; that doesn't count. --cases saves each judged article as a test case, as scrapy snapshot"
            " does, that expects what the marks say. Others' pages are theirs: don't publish them. docs/marks.md says"
            " how it is counted. Exit codes: 0 fine; 1 the output or a case can't be written, or an article can't be"
            " a case: it is one already, or its page was pruned; 2 wrong use, or no such portal in the database;"
            " 3 the database can't be used."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--jsonl", action="store_true", help="print a portal a line, as JSON")
        parser.add_argument("--cases", metavar="FOLDER", help="save judged articles as test cases there")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Count and print, or save."""
        if opts.cases and opts.jsonl:
            raise CommandError(Exit.USAGE, "marks takes --jsonl or --cases, not both")
        with self.store() as store:
            _check(store, args)
            if opts.cases:
                return self._save(store, Path(opts.cases), args)
            with store.reading() as session:
                found = judged.figures(session, args)
        with written():
            for line in map(_json, found) if opts.jsonl else columns([_HEAD, *map(_row, found)]):
                print(line)
        return Exit.FINE

    def _save(self, store: Store, folder: Path, names: Sequence[str]) -> Exit:
        try:
            with store.reading() as session:
                loader = PortalLoader.from_settings(self.settings)
                saved, left = save_all(session, folder, names, partial(_layouts, loader))
        except OSError as error:
            raise CommandError(Exit.LOOK, f"a case can't be written: {error.strerror or error}") from error
        code = Exit.LOOK if left else Exit.FINE
        with written(code):
            for case in saved:
                print(case)
        for line in left:
            tell(plain(line))
        if not saved and not left:
            tell("no article is judged yet: scrapy desk, and there Marks")
        return code


def _layouts(loader: PortalLoader, name: str) -> Sequence[Layout]:
    """A portal's layouts; none where its file is broken or no more there, and then the general way is taken."""
    return loader.load(name).layouts if name in loader.list() else ()


def _check(store: Store, names: Sequence[str]) -> None:
    with store.reading() as session:
        known = [each.name for each in portals.known(session)]
    for name in names:
        if name not in known:
            there = ", ".join(known) or "none"
            raise CommandError(Exit.USAGE, f"the store has no portal {plain(name)!r}; it has: {there}")


def _row(each: Figures) -> tuple[str, ...]:
    numbers = str(each.articles), str(each.judged), str(each.outdated)
    shares = each.right, each.precision, each.recall, each.all_fields
    return each.portal, *numbers, *map(_share, shares)


def _share(share: Share | None) -> str:
    if share is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%} to {high:.1%})"


def _json(each: Figures) -> str:
    return json.dumps(told(each), ensure_ascii=False)


def told(each: Figures) -> dict[str, Any]:
    """A portal's figures for programs."""
    shares = {name: _told(getattr(each, name)) for name in ("right", "precision", "recall")}
    fields = {name: _told(share) for name, share in each.fields.items()}
    counts = {name: getattr(each, name) for name in ("portal", "articles", "judged", "outdated")}
    return counts | shares | {"fields": fields}


def _told(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    low, high = share.interval
    return asdict(share) | {"value": share.value, "low": low, "high": high}
