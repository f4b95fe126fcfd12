"""What a text is found by, and what somebody may type."""

import pytest

from storage.terms import LONGEST, fold, terms, words

QUERIES = {
    "pairs of a long word": ("党建引领", [{"党建", "建引", "引领"}]),
    "two words": ("党建 引领", [{"党建"}, {"引领"}]),
    "a wide space": ("党建\u3000引领", [{"党建"}, {"引领"}]),
    "a word twice": ("党建 党建", [{"党建"}]),
    "one character": ("党", [{"党"}]),
    "a rare character": ("𰻝", [{"𰻝"}]),
    "a Latin word": ("Scrapy", [{"scrapy"}]),
    "full-width letters": ("ＧＤＰ", [{"gdp"}]),
    "a mixture": ("5G网络", [{"5g", "网络"}]),
    "a decimal number": ("3.5%", [{"3", "．", "5", "％"}]),
    "quotes and operators": ('"党建" OR *', [{"＂", "党建"}, {"or"}, {"＊"}]),
    "an emoji": ("😀", [{"😀"}]),
    "NUL and a lone surrogate": ("\x00\ud800", [{"\ufffd"}]),
    "nothing": (" \t\n", []),
}


@pytest.mark.parametrize("label", QUERIES)
def test_the_terms_of_a_query(label):
    typed, wanted = QUERIES[label]
    assert [word.terms for word in words(typed)] == wanted


@pytest.mark.parametrize("label", QUERIES)
def test_a_text_with_the_words_has_their_terms(label):
    typed, _ = QUERIES[label]
    text = f"甲{fold(typed)}乙，{typed}。".replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    for word in words(typed):
        if not word.text.isascii():
            assert word.pattern.search(fold(text))
        assert word.terms <= terms(text.replace(typed, f" {typed} "))


def test_pairs_do_not_reach_over_signs_and_lines():
    assert {each for each in terms("党，建\n引") if len(each) == 2} == set()


@pytest.mark.parametrize("text", ["gdps", "egdp", "gdp2"])
def test_a_latin_word_is_no_part_of_another(text):
    assert not words("GDP")[0].pattern.search(text)


def test_no_term_needs_quoting():
    everything = "".join(map(chr, range(0x3000)))
    assert not [term for term in terms(everything) if any(c.isascii() and not c.isalnum() for c in term)]
    assert not [term for term in terms(everything) if term.split() != [term]]


def test_a_flood_of_terms_ends():
    flood = "".join(map(chr, range(0x20000, 0x30000)))
    assert len(terms(flood)) <= 2 * LONGEST
