"""Alerts by webhook, e-mail or messenger: Apprise sends them, if it is installed."""

import logging
from collections.abc import Sequence

from crawler.exits import CommandError, Exit
from crawler.terminal import plain
from storage.alerts import Notice
from storage.errors import MissingExtra


class Messenger:
    """Sends alerts to targets, in the form of Apprise's addresses. What is told of a target never has its secrets.

    :raises CommandError: if Apprise isn't installed, or doesn't know one of the addresses.
    """

    def __init__(self, targets: Sequence[str]) -> None:
        try:
            from apprise import Apprise
        except ModuleNotFoundError as error:
            missing = MissingExtra("ALERTS", "apprise", "requirements-alerts.txt")
            raise CommandError(Exit.USAGE, str(missing)) from error
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # our own lines say it, without secrets
        self._senders: dict[str, Apprise] = {}
        for number, target in enumerate(targets, 1):
            name = _masked(number, target)
            known = Apprise.instantiate(target)
            if known is None:
                raise CommandError(Exit.USAGE, f"ALERTS: {name} is no address that Apprise knows")
            self._senders[name] = Apprise()
            self._senders[name].add(known)

    @property
    def number(self) -> int:
        """How many targets there are."""
        return len(self._senders)

    def send(self, notices: Sequence[Notice]) -> list[str]:
        """Tell every target all of them, in one message.

        :returns: the targets that didn't take it.
        """
        title = f"Zhengwen: {len(notices)} alert{'s' if len(notices) > 1 else ''}"
        body = "\n".join(map(line, notices))
        return [
            name
            for name, sender in self._senders.items()
            if not sender.notify(title=title, body=body, body_format="text")
        ]


def line(notice: Notice) -> str:
    """An alert, for people."""
    ended = f" (ended; since {notice.since:%Y-%m-%d %H:%M} UTC)" if notice.until else ""
    return plain(f"{notice.portal} {notice.title}: {notice.kind}: {notice.text}{ended}")


def _masked(number: int, target: str) -> str:
    """A target's number and kind: all else may be a secret."""
    kind, marked, _ = target.partition("://")
    return f"target {number}" + (f" ({kind}://…)" if marked and kind.isalnum() else "")
