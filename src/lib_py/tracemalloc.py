"""Memory is not traced here: every question is answered as CPython answers it while tracing is off."""


def start(nframe=1, /):
    raise RuntimeError("this engine does not trace memory allocations")


def stop():
    """Nothing is being traced."""


clear_traces = reset_peak = stop


def is_tracing():
    return False


def get_traceback_limit():
    return 1


def get_traced_memory():
    return (0, 0)


def get_tracemalloc_memory():
    return 0


def get_object_traceback(obj, /):
    """None: allocations are not traced."""


def take_snapshot():
    raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
