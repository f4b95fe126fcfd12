"""砚川党建网 of the replica, on 人民网's CMS."""

from crawler.platforms.people import People


class PeoplePortal(People):
    """砚川党建网."""

    name = "people"
    title = "砚川党建网"
    region = "砚川市"
    home = "https://www.people.example"
    lists = {"基层党建": "/GB/394443/", "理论学习": "/GB/394446/"}  # noqa: RUF012
