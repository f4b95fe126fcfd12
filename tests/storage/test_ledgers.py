"""Ledgers, packed and unpacked."""

import json
import zlib
from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from cleaners.model import Block, Change, Ledger
from storage.ledgers import counts, pack, unpack

# Any characters at all, lone surrogates and NUL among them: pages are hostile.
words = st.text(st.characters(), max_size=20)
numbers = st.integers(0, 10**6)
blocks = st.builds(
    Block, numbers, numbers, words, words, words, st.floats(0, 1), st.lists(words).map(tuple), st.booleans()
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Any blocks, and changes that fit them: a block that was dropped is not changed any more."""
    drawn = draw(st.lists(blocks, max_size=8, unique_by=lambda block: block.key))
    now, changes = {block.key: block.text for block in drawn}, []
    while now and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(now)))
        after = draw(st.none() | words)
        changes.append(Change(*key, draw(words), draw(words), now.pop(key), after))
        if after is not None:
            now[key] = after
    return Ledger(tuple(drawn), tuple(changes))


@given(ledgers())
def test_what_is_unpacked_is_what_was_packed(ledger):
    assert unpack(pack(ledger)) == ledger


@given(ledgers())
def test_a_ledger_of_an_earlier_release_is_read(ledger):
    rows = {name: [[*astuple(each)] for each in getattr(ledger, name)] for name in ("blocks", "changes")}
    assert unpack(zlib.compress(json.dumps(rows).encode())) == ledger


def test_counts_are_per_step():
    made = [Change(1, n, step, "why", "a", None) for n, step in enumerate(["nav", "print_bar", "nav"])]
    assert counts(Ledger((), tuple(made))) == {"nav": 2, "print_bar": 1}
    assert counts(Ledger((), ())) == {}


def test_a_page_of_many_blocks_packs_small():
    many = tuple(Block(1, n, f"第{n}段" + "学习贯彻" * 20, "p", "div/div/p") for n in range(350))
    assert len(pack(Ledger(many, ()))) < 5_000
