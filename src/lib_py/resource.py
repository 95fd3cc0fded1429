"""Limits and use of resources. There are no limits that could be changed; what is not counted is 0, as it is on Linux."""

import time

from posix import error

RLIM_INFINITY = -1
RLIMIT_CPU = 0
RLIMIT_FSIZE = 1
RLIMIT_DATA = 2
RLIMIT_STACK = 3
RLIMIT_CORE = 4
RLIMIT_RSS = 5
RLIMIT_NPROC = 6
RLIMIT_NOFILE = 7
RLIMIT_OFILE = 7
RLIMIT_MEMLOCK = 8
RLIMIT_AS = 9
RUSAGE_SELF = 0
RUSAGE_CHILDREN = -1
RUSAGE_THREAD = 1

_KINDS = 16
# Linux's own defaults where calls and open files have an end here too
_LIMITS = {RLIMIT_STACK: (8 << 20, RLIM_INFINITY), RLIMIT_CORE: (0, RLIM_INFINITY), RLIMIT_NOFILE: (1024, 1 << 20)}


def getrlimit(resource, /):
    if not 0 <= resource < _KINDS:
        raise ValueError("invalid resource specified")
    return _LIMITS.get(resource, (RLIM_INFINITY, RLIM_INFINITY))


def setrlimit(resource, limits, /):
    soft, hard = limits
    if getrlimit(resource) != (soft, hard):
        raise ValueError("this engine cannot change limits")


def getpagesize():
    return 65536


class struct_rusage(tuple):
    """What getrusage() gives."""

    __slots__ = ()

    def __repr__(self):
        return "resource.struct_rusage(" + ", ".join(f"{n}={v!r}" for n, v in zip(_FIELDS, self)) + ")"


_FIELDS = (
    "ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt ru_nswap ru_inblock ru_oublock ru_msgsnd"
    " ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw"
).split()
for _i, _name in enumerate(_FIELDS):
    setattr(struct_rusage, _name, property(lambda self, i=_i: self[i]))


def getrusage(who, /):
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError("invalid who parameter")
    used = 0.0 if who == RUSAGE_CHILDREN else time.process_time()
    return struct_rusage([used, 0.0] + [0] * (len(_FIELDS) - 2))
