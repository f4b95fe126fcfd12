"""Ledgers, packed and unpacked."""

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
changes = st.builds(Change, numbers, numbers, words, words, words, st.none() | words)


@given(st.builds(Ledger, st.lists(blocks).map(tuple), st.lists(changes).map(tuple)))
def test_what_is_unpacked_is_what_was_packed(ledger):
    assert unpack(pack(ledger)) == ledger


def test_counts_are_per_step():
    made = [Change(1, n, step, "why", "a", None) for n, step in enumerate(["nav", "print_bar", "nav"])]
    assert counts(Ledger((), tuple(made))) == {"nav": 2, "print_bar": 1}
    assert counts(Ledger((), ())) == {}


def test_a_page_of_many_blocks_packs_small():
    many = tuple(Block(1, n, f"第{n}段" + "学习贯彻" * 20, "p", "div/div/p") for n in range(350))
    assert len(pack(Ledger(many, ()))) < 10_000
