"""The server: the explorer of one built folder on one address, until it is stopped."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import StoreError
from kg.web.app import make_app
from kg.web.site import open_site
from kg.web.worker import Limits


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a server on `host`: 127.0.0.1, ::1, localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(
    folder: Path,
    host: str,
    port: int,
    limits: Limits,
    on_article: Callable[[int, int], None],
    on_ready: Callable[[str], None],
) -> None:
    """Serves the folder until it is interrupted; `on_ready` hears the address. Port 0 takes a free one.

    Raises StoreError for an address that cannot be taken or a folder without a graph.
    """
    taken = _bind(host, port)
    with taken:
        site = open_site(folder, limits, on_article)
        name = f"[{host}]" if ":" in host else host
        taken.listen()  # whoever reads the address is answered
        on_ready(f"http://{name}:{taken.getsockname()[1]}/")
        config = uvicorn.Config(make_app(site), log_level="warning", server_header=False, timeout_graceful_shutdown=3)
        try:
            uvicorn.Server(config).run(sockets=[taken])
        except KeyboardInterrupt:
            pass
        finally:
            site.close()


def _bind(host: str, port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        todo = "choose another with --port, or 0 for a free one"
        raise StoreError(f"{host}:{port}", error.strerror or str(error), "a free address", todo) from error
    return taken
