"""Numbers for Prometheus, in its text format 0.0.4."""

from collections.abc import Iterable, Iterator, Mapping

from crawler.health import Health

#: A sample: its labels and its value.
Sample = tuple[Mapping[str, str], float]

_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


def metrics(health: Health) -> str:
    """All that ``scrapy status`` knows, as gauges."""
    return "".join(
        f"{line}\n"
        for name, (meaning, samples) in _gauges(health).items()
        for line in gauge(name, meaning, samples)
    )


def gauge(name: str, meaning: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of one metric. Label values may be any text."""
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        inner = ",".join(f'{label}="{text.translate(_ESCAPES)}"' for label, text in labels.items())
        yield f"{name}{{{inner}}} {float(value)!r}"


def _gauges(health: Health) -> dict[str, tuple[str, list[Sample]]]:
    seen = [(each, {"portal": each.portal.name}) for each in health.portals]
    crawled = [(each.standing, each.last, labels) for each, labels in seen if each.standing and each.last]
    return {
        "zhengwen_next_crawl_timestamp_seconds": (
            "When the portal can be crawled next.",
            [(labels, each.outlook.start.timestamp()) for each, labels in seen],
        ),
        "zhengwen_last_crawl_timestamp_seconds": (
            "When the portal's last crawl began.",
            [(labels, last.started.timestamp()) for _, last, labels in crawled],
        ),
        "zhengwen_last_crawl_finished": (
            "1 if that crawl has come to its end, 0 if it failed, was stopped, or runs.",
            [(labels, last.outcome == "finished") for _, last, labels in crawled],
        ),
        "zhengwen_last_crawl_articles": (
            "What that crawl found.",
            [
                (labels | {"op": op}, number)
                for _, last, labels in crawled
                for op, number in (("new", last.new), ("changed", last.changed))
            ],
        ),
        "zhengwen_articles": (
            "The portal's articles that are there.",
            [(labels, standing.articles) for standing, _, labels in crawled],
        ),
        "zhengwen_faulty_ratio": (
            "The share of the articles found last that have faults.",
            [(labels, standing.faulty) for standing, _, labels in crawled if standing.faulty is not None],
        ),
        "zhengwen_alert_since_timestamp_seconds": (
            "Since when an alert lasts.",
            [({"portal": each.portal, "kind": each.kind}, each.since.timestamp()) for each in health.alerts],
        ),
    }
