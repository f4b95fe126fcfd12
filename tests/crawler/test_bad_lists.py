"""A list that is JSON and can't be read is a failed address, whatever is wrong with it."""

import json

import pytest
from sqlalchemy import select

from storage.database import open_store
from storage.tables import Address
from tests.crawler.growing_site import GrowingSite
from tests.crawler.portals.growing import Growing
from tests.crawler.site import HTML
from tests.crawler.small_crawl import crawl

BROKEN = {"no JSON": "<html>", "cut off": '{"list": [', "nested without end": "[" * 200_000}


@pytest.mark.parametrize("label", BROKEN)
def test_a_list_that_can_not_be_read_is_failed(label, tmp_path, monkeypatch):
    site = GrowingSite(3)
    site.odd["/list.html"] = (200, HTML, BROKEN[label])
    monkeypatch.setattr(Growing, "read_links", lambda self, response, column: json.loads(response.text))
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    crawl(site, store)
    with store.reading() as session:
        (address,) = session.scalars(select(Address))
        assert address.state == "failed"
        assert address.reason.startswith("unreadable list: ")
    store.close()
