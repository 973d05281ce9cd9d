"""``equity``: build · check · list · compute · plan · export · verify · import · demo-data · estimate · access · network · serve.

Errors end with exit code 2.
"""

import sys
from pathlib import Path

import typer

from equity.cli import access, compute, data, exports, intake, network, plans, registers, serve
from equity.errors import EXIT_BAD_INPUT, REASONS, Unwritable, UserError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="常住人口与户籍人口基本公共服务均等化看板。Public-service equity dashboard.",
)
for commands in (data, compute, exports, intake, access, serve):
    app.add_typer(commands.app)
app.add_typer(registers.registers, name="registers")
app.add_typer(network.network, name="network")
app.add_typer(exports.snapshots, name="snapshots")
app.add_typer(plans.plans, name="plan")


def main() -> None:
    """Entry point: a :class:`UserError` is printed in both languages, without a traceback, and nothing is half-done."""
    try:
        app()
    except UserError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except OSError as error:
        if error.errno not in REASONS:
            raise
        print(Unwritable(Path(error.filename or "."), error), file=sys.stderr)
        raise SystemExit(EXIT_BAD_INPUT) from None
