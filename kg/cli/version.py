"""`kg version`: what is installed."""

from __future__ import annotations

import typer


def run() -> None:
    """Print the version and the digest of rules and lexicons."""
    from kg import __version__
    from kg.build.manifest import knowledge_digest

    typer.echo(f"policy-kg {__version__} · {knowledge_digest()[:16]}")
