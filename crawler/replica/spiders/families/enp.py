"""鹿溪报业 of the replica, two newspapers on enp."""

from crawler.platforms.enp import Enp


class EnpPortal(Enp):
    """鹿溪报业."""

    name = "enp"
    title = "鹿溪报业"
    region = "鹿溪县"
    home = "https://www.enp.example"
    lists = {"鹿溪日报": "/lxrb/", "鹿溪周刊": "/lxzk/"}  # noqa: RUF012
