"""A Ray cluster of three nodes on this machine, one of which is lost in the middle; run by ``make cluster-test``."""

import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from test_cluster import press, tree

from kg import cluster
from kg.cluster.runner import OnRay
from kg.errors import StoreError

if "KG_CLUSTER_TESTS" not in os.environ:
    pytest.skip("make cluster-test installs Ray and runs these", allow_module_level=True)
ray = pytest.importorskip("ray")


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[Any, OnRay]]:
    """Start a cluster of two nodes with one core each."""
    from ray.cluster_utils import Cluster

    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    found.add_node(num_cpus=1)
    with cluster.connected(found.address) as runner:
        assert isinstance(runner, OnRay)
        yield found, runner
    found.shutdown()


@pytest.fixture
def nodes(started: tuple[Any, OnRay]) -> Iterator[tuple[Any, Any, OnRay]]:
    """Give the cluster, a third node of it that may be lost, and a runner."""
    found, runner = started
    third = found.add_node(num_cpus=1)
    yield found, third, runner
    if third in found.worker_nodes:
        found.remove_node(third)


def test_no_cluster_at_an_address_is_told() -> None:
    with pytest.raises(StoreError, match="no Ray cluster answers"), cluster.connected("auto"):
        pass


def hold(folder: str, lost: str, item: int) -> tuple[int, str]:
    """Say where a step is carried out, and wait there until it may end; on the node that will be lost, for ever."""
    import ray

    node, place = ray.get_runtime_context().get_node_id(), Path(folder)
    (place / f"{item}-{node}").touch()
    while node == lost or not (place / "go").exists():
        time.sleep(0.05)
    return item, node


def test_what_a_lost_node_was_doing_is_done_elsewhere(nodes: Any, tmp_path: Path) -> None:
    started, lost, runner = nodes

    def lose() -> None:
        while not list(tmp_path.glob(f"*-{lost.node_id}")):
            time.sleep(0.05)
        started.remove_node(lost, allow_graceful=False)
        (tmp_path / "go").touch()

    thread = Thread(target=lose)
    thread.start()
    found = list(runner.map(partial(hold, str(tmp_path), lost.node_id), range(12)))
    thread.join()
    assert [item for item, _ in found] == list(range(12))
    begun = {path.name.split("-")[0] for path in tmp_path.glob(f"*-{lost.node_id}")}
    assert begun, "the node was lost before it did anything"
    assert all(node != lost.node_id for _, node in found)


def test_a_node_lost_in_the_middle_changes_no_byte(nodes: Any, tmp_path: Path) -> None:
    started, lost, runner = nodes
    source = str(press(tmp_path / "news"))
    gone = []

    def told(stage: str, *_: int) -> None:
        if stage == "annotate" and not gone:
            gone.append(lost)
            started.remove_node(lost, allow_graceful=False)

    cluster.build([source], str(tmp_path / "ray"), runner, size=1, progress=told)
    cluster.build([source], str(tmp_path / "here"), size=1)
    assert gone[0] not in started.worker_nodes
    assert tree(tmp_path / "ray") == tree(tmp_path / "here")


def broken(item: int) -> int:
    """Fail as a step may."""
    if item == 3:
        raise StoreError(f"step {item} cannot write: make room")
    return item


def test_few_tasks_are_under_way_and_errors_are_told_as_they_are(nodes: Any) -> None:
    _, _, runner = nodes
    asked = []
    with pytest.raises(StoreError, match="make room"):
        list(runner.map(broken, (asked.append(item) or item for item in range(1000))))
    assert len(asked) < 50
