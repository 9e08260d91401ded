"""The command line: one file for each group of commands, loaded only when one of them is called."""

import errno
import os
import sys
from gettext import gettext
from importlib import import_module
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final

import click

from kg import __version__, messages
from kg.cli import french
from kg.cli.words import language, say, tame
from kg.errors import DataError, KgError, NoBuildError, QueryError

#: Options of one's own, in the folder where one works.
CONFIG: Final = "kg.toml"
#: Exit codes beyond those of click (0 fine, 1 failure, 2 usage).
SOME_UNREADABLE: Final = 3
QUERY_ERROR: Final = 4
INTERRUPTED: Final = 130

#: Command to the module that holds it; in the order of the help.
COMMANDS: Final = {
    "build": "kg.cli.building",
    "status": "kg.cli.standing",
    "cluster": "kg.cli.clustering",
    "load": "kg.cli.clustering",
    "extract": "kg.cli.building",
    "quotes": "kg.cli.saying",
    "who": "kg.cli.profiles",
    "timeline": "kg.cli.profiles",
    "compare": "kg.cli.weighing",
    "voice": "kg.cli.weighing",
    "path": "kg.cli.connecting",
    "query": "kg.cli.asking",
    "diff": "kg.cli.connecting",
    "why": "kg.cli.correcting",
    "review": "kg.cli.reviewing",
    "forget": "kg.cli.correcting",
    "serve": "kg.cli.serving",
    "view": "kg.cli.showing",
    "report": "kg.cli.showing",
    "export": "kg.cli.showing",
    "check": "kg.cli.checking",
    "score": "kg.cli.checking",
    "train": "kg.cli.training",
}

#: First line of each command's help, here so that ``kg --help`` imports nothing; a test compares them.
SUMMARIES: Final = {
    "build": "Build or update a graph from articles.",
    "status": "Say how a build stands: what is current, what is stale and why, what an interrupted run left.",
    "cluster": "Build a graph in shards, on a Ray cluster or on this machine.",
    "load": "Load a build, or the shards of kg cluster, into a SPARQL server or an embedded store.",
    "extract": "Print what is found in articles, one JSON object a line.",
    "quotes": "List quotes: who said what about whom.",
    "who": "Show all that is known of a person, company, model or chip.",
    "timeline": "Put statements and quotes of somebody or something in time.",
    "compare": "Compare what two people or organisations say.",
    "voice": "Count who speaks: the share of voice.",
    "path": "Show what connects two names: every shortest chain of statements.",
    "query": "Ask a ready-made question, or any SPARQL.",
    "diff": "Say what changed between two builds: articles, names, statements, quotes.",
    "why": "Say why names are one thing, and why others are not.",
    "review": "Correct who is who, or mark a quote or statement as checked.",
    "forget": "Remove a person or anything else from a build for good.",
    "serve": "Serve a build as a web application on this machine.",
    "view": "Write the graph as a page or a picture.",
    "report": "Write a report: key figures, picture, quotes, share of voice, contradictions, sources.",
    "export": "Write the graph in another format.",
    "check": "Check a build against the shapes of the ontology.",
    "score": "Measure precision and recall against annotated articles.",
    "train": "Train the French pipeline, or fine-tune it on your annotations.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return french.translated(command, cmd_name)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the command line; what is said about it is said in the user's language."""
        french.speak()
        return super().make_context(info_name, args, parent, **extra)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the options of ``kg`` itself."""
        return [french.option(each, "kg") for each in super().get_params(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what Quidit is, in the user's language."""
        self.help = french.translated(cli, "kg").help
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, french.summary(name, text)) for name, text in SUMMARIES.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Quidit: who said what about whom, from French press articles to a graph.

    \b
    Example:
      kg build articles/ -o out/ && kg quotes --about DeepSeek
    """


def _defaults(path: Path) -> dict[str, Any]:
    """Read options from ``kg.toml`` in the folder where one works: a table for each command, such as ``[build]``.

    Raises:
        DataError: the file is no TOML, or holds something else than tables of commands.
    """
    if not path.is_file():
        return {}
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not TOML: {error}") from error
    wrong = [name for name, table in found.items() if name not in COMMANDS or not isinstance(table, dict)]
    if wrong:
        raise DataError(f"{path}: [{wrong[0]}] is no table of a command; the commands are {', '.join(COMMANDS)}")
    return found


def main() -> None:
    """Run the command line; our errors become one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the locale: French text goes through every pipe
    try:
        code = cli.main(standalone_mode=False, default_map=_defaults(Path(CONFIG)))
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        shown = StringIO()
        error.show(file=shown)
        click.echo(tame(shown.getvalue()), err=True, nl=False)
        sys.exit(error.exit_code)
    except NoBuildError as error:
        click.echo("kg: " + say("no.build", folder=error.folder), err=True)
        sys.exit(1)
    except KgError as error:
        click.echo(tame(f"kg: {messages.of(error, language())}"), err=True)
        sys.exit(QUERY_ERROR if isinstance(error, QueryError) else 1)
    except RuntimeError as error:
        if not str(error).startswith("Corruption"):  # what RocksDB says of a block that is not as it was written
            raise
        click.echo(tame(f"kg: {say('error.store.block', reason=str(error))}"), err=True)
        sys.exit(1)
    except BrokenPipeError:  # « kg quotes | head » is no failure
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        click.echo(tame(f"kg: {_told(error)}"), err=True)
        sys.exit(1)


#: What the system says to the message for people; a database says it in words only.
_SYSTEM: Final = {
    errno.ENOSPC: "system.full",
    errno.EDQUOT: "system.full",
    errno.EFBIG: "system.large",
    errno.EACCES: "system.rights",
    errno.EPERM: "system.rights",
    errno.EROFS: "system.rights",
}


def _told(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    said = (code for number, code in _SYSTEM.items() if error.errno == number or os.strerror(number) in str(error))
    code = next(said, "")
    return where + (say(code) if code else error.strerror or str(error))
