"""The invented articles: long enough, plain enough, and no two alike."""

from collections import Counter
from functools import cache
from itertools import combinations
from random import Random

import pytest

from crawler.replica import stock
from crawler.replica.prose import HARD, Prose
from crawler.replica.truth import Truth, truth

#: No two unrelated articles may share more of the smaller one's 5-grams.
MOST_SHARED = 0.05


@cache
def articles() -> list[str]:
    prose = Prose("a sample")
    return ["\n".join(prose.article().paragraphs) for _ in range(300)]


def grams(text: str) -> Counter[str]:
    return Counter(text[place : place + 5] for place in range(len(text) - 4))


def shared(one: Counter[str], other: Counter[str]) -> float:
    """The 5-grams two texts share, as a part of the smaller text's."""
    small, large = sorted((one, other), key=Counter.total)
    return sum(min(count, large[gram]) for gram, count in small.items() if gram in large) / small.total()


def check(label: str, texts: list[str], pairs: list[tuple[int, int]]) -> None:
    counts = [grams(text) for text in texts]
    found = [shared(counts[one], counts[other]) for one, other in pairs]
    print(f"{label}: {len(pairs)} pairs, at most {max(found):.2%}, mean {sum(found) / len(found):.2%}")
    assert max(found) < MOST_SHARED


def test_a_copy_is_seen_as_one() -> None:
    assert shared(grams(articles()[0]), grams(articles()[0] + articles()[1])) == 1


def is_copy(one: Truth, other: Truth) -> bool:
    """Whether one is the other's reprint, or both are reprints of a third."""
    return (one.copy_of or one.url) == (other.copy_of or other.url) and one.key == other.key


def test_no_two_articles_of_the_portals_look_alike_but_reprints() -> None:
    found = {
        (article.url, article.key): article
        for edition in (1, 2)
        for portal in ("hxw", "puyang", "xnc", "nfplus")
        for article in truth(portal, edition)
    }
    # An article that has moved is the same article at its new address.
    articles = list({article.text: article for article in found.values() if not article.copy_of}.values())
    reprints = [article for article in found.values() if article.copy_of]
    articles += reprints
    pairs = list(combinations(range(len(articles)), 2))
    unrelated = [(one, other) for one, other in pairs if not is_copy(articles[one], articles[other])]
    assert len(pairs) - len(unrelated) == len(reprints) == 6
    check("portals", [article.text for article in articles], unrelated)


def test_no_two_generated_articles_look_alike() -> None:
    pairs = list(combinations(range(300), 2))
    check("generated", articles(), Random(1).sample(pairs, 6000))


def test_one_subject_twice_does_not_look_alike() -> None:
    texts = ["\n".join(Prose(f"{number}").article("elderly").paragraphs) for number in range(40)]
    check("one subject", texts, list(combinations(range(40), 2)))


def test_same_seed_same_articles() -> None:
    one, other = Prose("seed"), Prose("seed")
    assert [one.article() for _ in range(3)] == [other.article() for _ in range(3)]
    assert Prose("another seed").article() != Prose("seed").article()


@pytest.mark.parametrize("hard", [None, *HARD])
def test_lengths_and_endings(hard: str | None) -> None:
    prose = Prose("lengths")
    for _ in range(40):
        text = prose.article(hard=hard)
        assert 350 <= text.length <= 2500
        assert 4 <= len(text.paragraphs) <= 14
        assert 6 <= len(text.title) <= 45
        for number, paragraph in enumerate(text.paragraphs):
            assert paragraph == paragraph.strip()
            assert (paragraph[-1] in "。？！”") != (number in text.subheads)


def test_nothing_is_left_unfilled_and_gbk_has_every_character() -> None:
    for text in articles():
        assert not set(text) & set("{}|#[]")
        text.encode("gbk")


def test_the_stock_is_large_and_gbk_has_every_character() -> None:
    assert len(stock.topics()) >= 15
    for topic in stock.topics().values():
        assert len(topic["act"]) >= 300
        "".join(phrase for phrases in topic.values() for phrase in phrases).encode("gbk")


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(KeyError):
        Prose("x").article(topic="weather")
