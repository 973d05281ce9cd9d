"""``python -m equity.cli``."""

from equity.cli.main import main

main()
