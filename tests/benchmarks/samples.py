"""The pages that the cleaner's speed is measured on, each with the layouts it is cleaned with."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from cleaners.article import clean
from cleaners.learning import FEWEST, learn
from cleaners.model import Layout, Page
from crawler.replica.site import Ask
from crawler.replica.sites import sites
from crawler.spiders.hxw import Hxw
from crawler.spiders.nfplus import Nfplus
from crawler.spiders.puyang import Puyang
from crawler.spiders.xnc import Xnc
from tests.quality.corpus import known, pages, truths

Job = tuple[Page, tuple[Layout, ...]]


@dataclass(frozen=True)
class Sample:
    """Some pages, what they are, and the aim: the share of trafilatura's time that ``clean`` may take at most."""

    name: str
    jobs: Sequence[Job]
    aim: float | None = None

    @property
    def size(self) -> int:
        """The pages' bytes, on average."""
        return sum(len(page.body) for page, _ in self.jobs) // len(self.jobs)


def samples(folder: Path) -> list[Sample]:
    """The saved pages of a folder without a layout, those of sites with several with a learned one, and the replica's."""
    saved = [(Page(body), ()) for body in pages(folder)]
    found = dict(_learned(folder))
    learned = [job for jobs in found.values() for job in jobs]
    return [
        each
        for each in (
            Sample("saved pages, no layout", saved, 0.3),
            Sample(f"saved pages, a layout learned of each site ({', '.join(found)})", learned, 0.12),
            Sample("pages of the replica's portals, the layouts they declare", list(_declared())),
        )
        if each.jobs
    ]


def each_alone(work: Callable[[Sample], None], folder: Path) -> None:
    """Do some work for every sample, each in a process of its own: what one leaves in memory slows no other."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        for sample in samples(folder):
            fresh.submit(work, sample).result()


def _learned(folder: Path) -> Iterator[tuple[str, list[Job]]]:
    """Sites with several saved pages of one design, and those of their pages that the layout learned of them fits."""
    wanted = {truth.sha256: truth for truth in truths()}
    by_site = defaultdict(list)
    for name, body in known(folder, wanted).items():
        by_site[wanted[name].origin["site"]].append(Page(body))
    for site, there in by_site.items():
        if len(there) >= FEWEST and (layout := learn(there)):
            yield site, list(_fitting(there, (layout,)))


def _declared() -> Iterator[Job]:
    for portal in (Hxw, Nfplus, Puyang, Xnc):
        (site,) = (each for each in sites() if each.name == portal.name)
        there = []
        for url in dict.fromkeys(truth.url for truth in site.truths()):
            parts = urlsplit(url)
            reply = site.respond(Ask("GET", parts.netloc, parts.path))
            if reply.status == 200:
                there.append(Page(reply.body, url))
        yield from _fitting(there, tuple(portal.layouts))


def _fitting(there: Sequence[Page], layouts: tuple[Layout, ...]) -> Iterator[Job]:
    return ((page, layouts) for page in there if clean(page, layouts).layout)
