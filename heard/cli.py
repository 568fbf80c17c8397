"""The command line: the same sums as the website, from a file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from heard import __version__
from heard.commands import outcomes, publishing, themes, voice
from heard.errors import HeardError


def parser() -> argparse.ArgumentParser:
    """Describe every command. The reference pages are made from this."""
    top = argparse.ArgumentParser(
        prog="heard",
        description="Carry what children, young people and families said to what changed because of it.",
    )
    top.add_argument("--version", action="version", version=f"heard {__version__}")
    stages = top.add_subparsers(title="stages", metavar="STAGE", dest="stage", required=True)
    for stage in (voice, themes, outcomes, publishing):
        stage.add_to(stages)
    stages.add_parser("serve", help="start the website (heard serve --help says more)", add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0 when it worked, 1 when it found something to look at, 2 when it could not be done."""
    given = list(sys.argv[1:] if argv is None else argv)
    to_website = given[:1] == ["serve"]  # the website reads its own options
    arguments = argparse.Namespace(run=_serve, rest=given[1:]) if to_website else parser().parse_args(given)
    try:
        return int(arguments.run(arguments))
    except HeardError as error:
        print(f"heard: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("heard: stopped.", file=sys.stderr)
        return 130


def _serve(arguments: argparse.Namespace) -> int:
    """Hand over to the website, if it is installed. Nothing else here needs it."""
    try:
        from heard_web.serve import serve

        return serve(arguments.rest)
    except ModuleNotFoundError as error:
        raise HeardError(
            f"The website is not installed: {error.name} is missing. Install it with: pip install 'heard[site]'"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
