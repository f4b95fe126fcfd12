"""Which portals there are: every file in crawler/spiders. One broken file leaves the others usable."""

import traceback
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes

from crawler.portal import PortalSpider


class PortalLoader(SpiderLoader):
    """Scrapy's spider loader, one file at a time.

    ``broken`` maps the name of a file that can't be used (`hxw` for hxw.py) to one line that says
    where and why.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: dict[str, str] = {}
        self._portals: dict[str, type[PortalSpider]] = {}
        super().__init__(settings)

    def load(self, spider_name: str) -> type[PortalSpider]:
        """The portal of this name.

        :raises KeyError: if there is none.
        """
        return self._portals[spider_name]

    def nearest(self, name: str) -> list[str]:
        """The names of portals most like this one, best first; all of them where none is alike."""
        return get_close_matches(name, self.list(), n=3, cutoff=0.4) or sorted(self.list())

    def _load_all_spiders(self) -> None:
        for package in self.spider_modules:
            for module in iter_modules(import_module(package).__path__, prefix=f"{package}."):
                self._load_file(module.name)

    def _load_file(self, module: str) -> None:
        stem = module.rpartition(".")[2]
        try:
            portals = list(iter_spider_classes(import_module(module)))
            if not portals:
                raise ValueError("no portal in it: it needs a class of PortalSpider with a name")
            for portal in portals:
                self._add(portal, stem)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a portal's file is code: it can raise anything)
            self.broken[stem] = (
                f"crawler/spiders/{_place(error, stem)}: {type(error).__name__}: {_first_line(error)}"
            )

    def _add(self, portal: type[Spider], stem: str) -> None:
        if not issubclass(portal, PortalSpider):
            raise TypeError(f"{portal.__name__} is no PortalSpider")
        if portal.name != stem:
            raise ValueError(f"the file of portal {portal.name!r} must be called {portal.name}.py")
        self._spiders[stem] = self._portals[stem] = portal


def _place(error: BaseException, stem: str) -> str:
    """The portal's file with the line the error came from: the last of the file's own."""
    file = f"{stem}.py"
    if isinstance(error, SyntaxError):
        lines = [error.lineno]
    else:
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == file]
    # A file with NUL bytes has no lines, and an error about the file as a whole none of its own.
    return f"{file} line {lines[-1]}" if lines and lines[-1] else file


def _first_line(error: BaseException) -> str:
    """What the error says, without the caret lines some have."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return (text.splitlines() or [""])[0]
