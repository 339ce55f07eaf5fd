#!/usr/bin/env python3
"""Django's command line. `migrate` runs as the owner of the tables unless told otherwise."""

import os
import sys

WITHOUT_DATABASE = ("propose",)


def main() -> None:
    """Runs one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python. Run `make demo` once, then use .venv/bin/python.")
    arguments = list(sys.argv)
    if len(arguments) > 1 and arguments[1] in WITHOUT_DATABASE:
        os.environ["WITHOUT_DATABASE"] = "1"  # the embedded server is not started for it
    of_tables = len(arguments) > 1 and arguments[1] in ("migrate", "sqlmigrate", "showmigrations")
    if of_tables and not any(argument.startswith("--database") for argument in arguments):
        arguments.append("--database=owner")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
