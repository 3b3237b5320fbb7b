"""Ray itself, loaded when it is first needed."""

from __future__ import annotations

import logging
import os
from typing import Any

from communique.errors import UsageError

__all__ = ["connect", "ray_library"]


def ray_library() -> Any:
    """The package ``ray`` with ``ray.data``.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError(
            "Ray Data is not installed, which reads on a cluster: pip install 'communique[ray]'"
        ) from error
    return ray


def connect() -> Any:
    """Ray, connected: to the cluster that ``RAY_ADDRESS`` names or that runs on this machine, else
    to one of this machine's cores alone, which ends with the process. Says little.

    Raises:
        UsageError: Ray is not installed, or there is no cluster at the address.
    """
    ray = ray_library()
    if not ray.is_initialized():
        # Nothing is told to anyone that the call does not tell; Ray's own words go to its files.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        try:
            ray.init(logging_level=logging.ERROR, log_to_driver=False, include_dashboard=False)
        except (ConnectionError, ValueError) as error:
            raise UsageError(f"Ray cannot be reached: {error}") from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray
