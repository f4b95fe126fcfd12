"""Learned layouts make texts exact on templates that no rule was made from, and no text worse."""

import pytest

from tests.quality.learned import examples, measure


@pytest.mark.parametrize("name", ["county", "paper", "media", "bulletin", "plain", "hxw"])
def test_never_lower_and_higher_where_the_container_holds_the_site_s_own_lines(name):
    figures = measure(name, examples(name))
    assert figures.exact >= figures.without, figures
    assert figures.fitted >= 0.8 * figures.pages, figures
    if name in ("county", "paper", "media", "bulletin"):
        assert figures.exact >= 0.9 * figures.pages > 0.5 * figures.pages > figures.without, figures
