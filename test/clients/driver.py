"""A client of one connection, made as the documentation of scim2-client says."""

import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient


def connect() -> SyncSCIMClient:
    """Takes the SCIM URL from the arguments and the token from the standard input, where no list of processes shows it."""
    headers = {"Authorization": f"Bearer {sys.stdin.readline().strip()}"}
    return SyncSCIMClient(Client(base_url=sys.argv[1], headers=headers, timeout=60))
