log = []


class V:
    def __init__(self, n):
        self.n = n
        log.append(f"+{n}")

    def __del__(self):
        log.append(f"-{self.n}")

    def __iadd__(self, o):
        return self

    def __lt__(self, o):
        return NotImplemented

    def __gt__(self, o):
        return True

    def __contains__(self, o):
        return False

    def __call__(self, *a):
        return self


def flush(tag):
    print(tag, " ".join(log))
    log.clear()


a = V("a")
a += V("t")
flush("iadd")
a < V("u")
flush("lt")
V("v") in V("w")
flush("in")
a(V("x"))(V("y"))
flush("call")
try:
    V("m") - V("n")
except TypeError:
    flush("typeerror")
V("p"), [V("q")], {V("r"): 0} if False else None
flush("displays")
(V("s"), a)[0]
flush("index")
a.z = V("attr")
a.z = 1
flush("setattr")
b = [V(0)] * 3
del b[0]
flush("repeat")
b.clear()
flush("clear")
del a
flush("end")
