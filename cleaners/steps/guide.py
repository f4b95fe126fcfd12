"""python -m cleaners.steps.guide FILE: what every step does, in Markdown, from the steps themselves.

The part of the file between the two markers is written anew.
"""

import doctest
import inspect
import sys
from collections.abc import Iterator, Sequence

from cleaners.generated import refresh
from cleaners.steps import examples
from cleaners.steps.engine import Step, name, reason
from cleaners.steps.order import DROPS, ENDS
from cleaners.steps.repairs import REPAIRS
from cleaners.stitch import cut_paragraph, repeated_on_pages

#: The groups of steps in the order a page passes them.
GROUPS: tuple[tuple[str, Sequence[Step]], ...] = (
    ("Repairs: what mirror sites did", REPAIRS),
    ("Intruders known by their shape, wherever they stand", DROPS),
    ("What clings to an article's ends", ENDS),
    ("Several pages made one", (repeated_on_pages, cut_paragraph)),
)


def guide() -> str:
    """The steps in their order, each with its reason, what it leaves alone, and an example."""
    return "\n".join(line for title, steps in GROUPS for line in _group(title, steps))


def _group(title: str, steps: Sequence[Step]) -> Iterator[str]:
    yield f"### {title}\n"
    for step in steps:
        yield f"**`{name(step)}`**: {reason(step)}.\n"
        if more := _more(step):
            yield f"{more}\n"
        for before, after in tried(step):
            yield from _shown(before, after)
            yield ""


def _more(step: Step) -> str:
    """What a step's docstring says between its first line and its examples, as one paragraph."""
    text = inspect.getdoc(step) or ""
    return " ".join(text.partition("\n")[2].partition(">>>")[0].split()).replace("``", "`")


def tried(step: Step) -> list[tuple[list[str], list[str]]]:
    """The examples of a step, run: the lines before and after it."""
    seen: list[tuple[list[str], list[str]]] = []

    def watched(blocks, page):  # type: ignore[no-untyped-def]
        after = step(blocks, page)
        seen.append(([block.text for block in blocks], [block.text for block in after]))
        return after

    names = {each: getattr(examples, each) for each in ("try_on", "try_on_html", "try_on_parts")}
    found = doctest.DocTestParser().get_doctest(
        step.__doc__ or "", {**names, name(step): watched}, name(step), None, None
    )
    doctest.DocTestRunner(verbose=False).run(found)
    return seen


def _shown(before: list[str], after: list[str]) -> Iterator[str]:
    for text in dict.fromkeys(before):
        yield f"- {'stays' if text in after else 'goes'}: {text}"
    for text in after:
        if text not in before:
            yield f"- in its place: {text}"


if __name__ == "__main__":
    refresh(sys.argv[1:], "steps", guide())
