"""Our conversion gives what OpenCC's own package gives, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from cleaners.mirror.conversion import t2s
from cleaners.mirror.tables import dictionary

PACKAGE = OpenCC("t2s")
PHRASES = sorted(dictionary("TSPhrases"))
CHARACTERS = sorted(dictionary("TSCharacters"))

#: Pieces of phrases: put beside each other they make phrases that are cut short.
PIECES = sorted(
    {phrase[n : n + size] for phrase in PHRASES for n in range(len(phrase)) for size in (1, 2, 3)}
)

#: All phrases that end as another begins, or hold it: which of the two counts is for the package to say.
OVERLAPPING = sorted(
    one + other[size:]
    for one in PHRASES
    for other in PHRASES
    for size in range(1, len(other) + 1)
    if one.endswith(other[:size])
)
ODD = ["", "，", "\n\n", "plain ASCII?!", "𠁞𠏢𡃴𡄔", "乾\ud800坤", "乾\x85坤 乾\u2028坤", "a\x00乾"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    assert t2s(text) == PACKAGE.convert(text)


def test_phrases_that_overlap() -> None:
    assert len(OVERLAPPING) > 300
    assert [t2s(text) for text in OVERLAPPING] == [PACKAGE.convert(text) for text in OVERLAPPING]


def test_every_entry_of_the_dictionaries_alone_and_in_a_row() -> None:
    for entry in PHRASES + CHARACTERS:
        assert t2s(entry) == PACKAGE.convert(entry)
    for entries in (PHRASES, CHARACTERS):
        assert t2s("".join(entries)) == PACKAGE.convert("".join(entries))


mixed = st.lists(
    st.one_of(
        st.sampled_from(PHRASES),
        st.sampled_from(OVERLAPPING),
        st.sampled_from(PIECES),
        st.sampled_from(CHARACTERS),
        st.sampled_from("，。、？！- \n\u3000“”（）的国"),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)


@given(mixed)
def test_mixed_text(text: str) -> None:
    assert t2s(text) == PACKAGE.convert(text)
