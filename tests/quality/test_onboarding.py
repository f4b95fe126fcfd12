"""A floor for what onboarding finds of each site of the replica, with the platforms' classes and without."""

import pytest

from crawler.platforms import PLATFORMS
from tests.quality.onboarding import measure, measured

#: Columns or further pages that only a script knows: without the platform's class what the HTML names is found.
SCRIPTED = {"ucap_cloud": 0.25, "jcms": 0.35, "jpaas": 0.25, "nfcms": 0.65, "aspnet": 0.3, "xinhua": 0.6}
#: So small that exploring alone is a third of it.
SMALL = ("puyang",)
SITES = {site.name: site for site in measured()}


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("known", [True, False], ids=["platforms", "general"])
def test_what_is_found(name, known):
    figures = measure(SITES[name], PLATFORMS if known else ())
    scripted = not known and name in SCRIPTED
    assert figures.recall >= (SCRIPTED[name] if scripted else 0.95), figures
    assert figures.wrong == ()
    assert figures.crawled <= 1.5 * (figures.lists + figures.pages), figures
    if not scripted and name not in SMALL:
        assert figures.visits <= 1.5, figures
