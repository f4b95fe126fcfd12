"""Settings given on the command line, checked before Scrapy takes them: it would end in a traceback."""

import logging
from collections.abc import Callable
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, Settings, default_settings

from crawler import settings as ours
from crawler.exits import CommandError, Exit
from crawler.guard import networks
from crawler.proxies import proxies

#: How a setting is read, and what it must be, by the type of its default.
_KINDS: dict[type, tuple[Callable[[Settings, str], object], str]] = {
    bool: (Settings.getbool, "True or False"),
    int: (Settings.getfloat, "a number"),
    float: (Settings.getfloat, "a number"),
}

#: Settings of more than one value, and what reads them.
_READERS: dict[str, Callable[[Settings], object]] = {"PRIVATE_NETWORKS": networks, "PROXIES": proxies}


def check(settings: Settings) -> None:
    """Refuse what can't be used; log levels may be in small letters.

    :raises CommandError: naming the setting.
    """
    _check_log(settings)
    given = [name for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]]
    for name in given:
        default = getattr(ours, name, getattr(default_settings, name, None))
        if type(default) in _KINDS:
            _check_kind(settings, name, *_KINDS[type(default)])
    for name, read in _READERS.items():
        try:
            read(settings)
        except ValueError as error:
            raise CommandError(Exit.USAGE, f"{name}: {error}") from error


def _check_log(settings: Settings) -> None:
    level = str(settings["LOG_LEVEL"]).upper()
    if level not in logging.getLevelNamesMapping():
        raise CommandError(Exit.USAGE, f"LOG_LEVEL: there is no log level {settings['LOG_LEVEL']}")
    settings.set("LOG_LEVEL", level, priority="cmdline")
    if file := settings["LOG_FILE"]:
        try:
            Path(file).open("a").close()
        except OSError as error:
            raise CommandError(Exit.USAGE, f"LOG_FILE: {file}: {error.strerror}") from error


def _check_kind(settings: Settings, name: str, read: Callable[[Settings, str], object], wanted: str) -> None:
    try:
        read(settings, name)
    except (ValueError, TypeError) as error:
        raise CommandError(Exit.USAGE, f"{name} must be {wanted}, not {settings[name]!r}") from error
