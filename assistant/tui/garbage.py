"""Collecting garbage while nobody types.

A full collection looks at every object there is: 30 to 130 ms in which a key waits, every three seconds while text
streams, for a screen is made of many small objects. So what the start has made is left out of it for good, and the
full ones wait until the person rests.
"""

import gc

YOUNG = 5_000
"""New objects after which the young ones are looked through: some 2 ms. Python's own 700 makes it 10 times a second."""

NEVER = 1_000_000
"""Collections of the middle generation after which Python would do a full one by itself."""


def hold_off() -> None:
    """Collect nothing while the program starts: what it makes then stays."""
    gc.disable()


def begin() -> None:
    """Collect from now on, without what is there now; full collections are left to `collect`.

    Without `hold_off`, a program that is not the interface alone (the tests) goes on as Python does it.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(YOUNG, 10, NEVER)
        gc.enable()


def collect() -> None:
    """Do a full collection, unless next to nothing was made since the last one."""
    _new, younger, older = gc.get_count()
    if younger or older:
        gc.collect()
