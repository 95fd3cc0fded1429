"""The debugger's names. Stepping through a program needs trace functions, so a debugger cannot be started here."""


def _refuse(*args, **kwargs):
    raise RuntimeError("the debugger is not supported by this engine")


class Pdb:
    """What `doctest` derives its own debugger from."""

    def __init__(self, completekey="tab", stdin=None, stdout=None, skip=None, nosigint=False, readrc=True, mode=None, backend=None, colorize=False):
        self.stdin = stdin
        self.stdout = stdout

    set_trace = run = runeval = runcall = trace_dispatch = _refuse

    def set_continue(self):
        """Nothing is being debugged."""

    reset = set_continue


set_trace = post_mortem = pm = run = runeval = runcall = _refuse
