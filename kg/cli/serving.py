"""``kg serve``."""

import socket
from pathlib import Path

import click

from kg.cli.options import FROM
from kg.cli.words import say


@click.command()
@FROM
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port; 0 takes a free one.")
@click.option(
    "--token",
    envvar="KG_TOKEN",
    default="",
    metavar="TEXT",
    help="Access token; KG_TOKEN by default.  Beyond this machine one is needed, and made if none is given.",
)
@click.option("--allow-host", multiple=True, metavar="NAME", help="Further name by which the server may be called.")
@click.option("--seconds", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Longest time a query may take.")
@click.option("--allow-private", is_flag=True, help="Also fetch articles from addresses that are not of the open Internet.")
@click.option("--verbose", is_flag=True, help="Log each request.")
def serve(
    folder: Path,
    host: str,
    port: int,
    token: str,
    allow_host: tuple[str, ...],
    seconds: float,
    allow_private: bool,
    verbose: bool,
) -> None:
    """Serve a build as a web application on this machine.

    Search, cards, quotes with facets, SPARQL and a JSON API (/api, /openapi.json). Other machines are served only with --host,
    and then only who has the access token.

    \b
    Example:
      kg serve --from out
    """
    try:
        from kg.serve import app, security
        from kg.serve.desk import Desk
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "uvicorn", "starlette", "multipart", "python_multipart"):
            raise
        raise click.ClickException(say("serve.missing", name=error.name)) from error
    if token and len(token) < security.SHORTEST:
        raise click.UsageError(f"The access token must have {security.SHORTEST} characters or more.")
    port = port or _free(host)
    access = security.access(host, port, token, allow_host)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/" + (f"?token={access.token}" if access.token else "")

    def ready() -> None:
        click.echo(say("serve.open", address=address), err=True)

    made = app.application(Desk(folder), access, seconds=seconds, private=allow_private, ready=ready)
    app.run(made, access, host, quiet=not verbose)


def _free(host: str) -> int:
    """Find a port that nobody listens on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
