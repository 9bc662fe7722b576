"""The `mistok` command: Django's management under the product's own name."""

import os
import sys

# What a person types -> what Django runs. `check` also looks at the data, not only at the code;
# `worker` is the background worker by itself, for a network with several machines.
WORDS = {
    "import": ["import_"],
    "check": ["check", "--database", "default"],
    "worker": ["db_worker", "--interval", "0.5", "--no-startup-delay", "--no-reload", "--verbosity", "0"],
}


def main(argv: list[str] | None = None) -> None:
    """Run one command, as `mistok demo` or `python -m mistok demo`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
    from django.core.management import execute_from_command_line

    name, *rest = list(sys.argv if argv is None else ["mistok", *argv])
    if rest and rest[0] in WORDS:
        rest = [*WORDS[rest[0]], *rest[1:]]
    try:
        execute_from_command_line([name, *rest])
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from mistok.config.failures import explain

        if os.environ.get("MISTOK_DEBUG") or not (line := explain(error)):
            raise
        sys.exit(f"Не вийшло: {line}")


if __name__ == "__main__":
    main()
