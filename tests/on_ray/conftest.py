"""A cluster of two nodes on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one core each, which nothing else uses."""
    yield from two_nodes()


def two_nodes() -> Iterator[Any]:
    ray_cluster = pytest.importorskip(
        "ray.cluster_utils", reason="Ray is not installed: pip install 'communique[ray]'"
    )
    cluster = ray_cluster.Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    cluster.add_node(num_cpus=1)
    yield cluster
    cluster.shutdown()


@pytest.fixture
def env(cluster: Any) -> dict[str, str]:
    """The environment of a call on the cluster."""
    return {**os.environ, "RAY_ADDRESS": cluster.address, "OPENAI_API_KEY": "none"}


@pytest.fixture(scope="module")
def ray(cluster: Any) -> Iterator[Any]:
    """Ray, connected to the cluster."""
    import ray
    import ray.data

    os.environ.setdefault("OPENAI_API_KEY", "none")
    ray.init(address=cluster.address, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()
