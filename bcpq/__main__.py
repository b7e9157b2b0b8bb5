"""Run bcpq as `python -m bcpq`."""

from bcpq.cli import main

main()
