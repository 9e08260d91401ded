"""French help: the texts of commands and options from data/locale/fr, and what click says by itself.

The English texts stand in the commands. A text is found by the command and the option ("quotes --limit"), else by the option alone,
which several commands share; the examples are those of the English text.
"""

import copy
import gettext
import json
import os
import re
from functools import lru_cache
from inspect import cleandoc
from typing import Final

import click

from kg import files
from kg.cli.words import language

_EXAMPLES: Final = re.compile(r"\n\x08\n(Examples?:)")


def speak() -> None:
    """Let click speak the user's language from now on."""
    gettext.bindtextdomain("messages", str(files.find("data", "locale")))
    os.environ["LANGUAGE"] = language()


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """Give all French texts by command, by command and option, or by option."""
    found: dict[str, str] = json.loads(files.find("data", "locale", "fr", "help.json").read_text(encoding="utf-8"))
    return found


def summary(name: str, english: str) -> str:
    """Give the first line of a command's help in the user's language.

    >>> os.environ["KG_LANG"] = "fr"
    >>> summary("who", "")[:12]
    'Montrer tout'
    """
    return texts().get(name, english).partition("\n\n")[0] if language() == "fr" else english


def translated(command: click.Command, path: str) -> click.Command:
    """Give a copy of a command with its help in the user's language, and of its subcommands.

    Args:
        command: as it is written.
        path: how it is called, such as ``review merge``.
    """
    if language() != "fr":
        return command
    fresh = copy.copy(command)
    fresh.help = _help(path, command.help or "")
    fresh.short_help = summary(path, command.get_short_help_str(200))
    fresh.params = [option(each, path) for each in command.params]
    if isinstance(fresh, click.Group):
        fresh.commands = {name: translated(each, f"{path} {name}") for name, each in fresh.commands.items()}
    return fresh


def key(option: click.Option, path: str) -> str:
    """Give the key of an option's text: with its command where it has a text of its own there."""
    name = max(option.opts, key=len)
    return f"{path} {name}" if f"{path} {name}" in texts() else name


def option(parameter: click.Parameter, path: str) -> click.Parameter:
    """Give a copy of an option with its help in the user's language; an argument is given as it is."""
    if language() != "fr" or not isinstance(parameter, click.Option):
        return parameter
    fresh = copy.copy(parameter)
    fresh.help = texts().get(key(parameter, path), parameter.help)
    return fresh


def _help(path: str, english: str) -> str:
    """Put the French text before the examples."""
    plain = cleandoc(english)
    mark = _EXAMPLES.search(plain)
    if not mark:
        return texts().get(path, plain)
    heading = "Exemples :" if mark[1] == "Examples:" else "Exemple :"
    return f"{texts().get(path, plain[: mark.start()])}\n\n\b\n{heading}{plain[mark.end() :]}"
