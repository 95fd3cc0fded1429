"""Identifiers by the clock.

Invariant: no two of one process are the same: the clock never stands still, and the node is drawn at random once."""

from os import urandom
from time import time_ns

has_uuid_generate_time_safe = 1
has_stable_extractable_node = 1

_EPOCH = 0x01b21dd213814000
_node = None
_last = 0


def generate_time_safe():
    """The bytes of an identifier of version 1, and 0: no other process shares the clock."""
    global _node, _last
    if _node is None:
        drawn = urandom(8)
        # a node that no hardware has; the clock's sequence has the variant in front
        _node = bytes((0x80 | drawn[0] & 0x3f, drawn[1], drawn[2] | 1, *drawn[3:]))
    _last = max(_last + 1, time_ns() // 100 + _EPOCH)
    time = (_last & 0xffffffff) << 32 | (_last >> 32 & 0xffff) << 16 | _last >> 48 & 0xfff | 0x1000
    return time.to_bytes(8, "big") + _node, 0
