"""The neutral snapshot of one zone: what it says, its identity, and the store that keeps it for good."""

from equity.snapshot.build import build_snapshot, read_shapes
from equity.snapshot.differences import Difference, differences
from equity.snapshot.document import Snapshot
from equity.snapshot.identity import Options, snapshot_id
from equity.snapshot.store import UnreadableSnapshot, load_snapshot, store_snapshot

__all__ = [
    "Difference",
    "Options",
    "Snapshot",
    "UnreadableSnapshot",
    "build_snapshot",
    "differences",
    "load_snapshot",
    "read_shapes",
    "snapshot_id",
    "store_snapshot",
]
