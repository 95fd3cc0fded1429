import copy, json


def deep(n):
    a = []
    for _ in range(n):
        a = [a]
    return a


for name, f in (
    ("deepcopy", lambda: copy.deepcopy(deep(100_000))),
    ("dumps", lambda: json.dumps(deep(100_000))),
    ("loads", lambda: json.loads("[" * 100_000 + "]" * 100_000)),
    ("str", lambda: str(deep(100_000))),
    ("percent", lambda: "%s" % deep(100_000)),
    ("format", lambda: "{}".format(deep(100_000))),
    ("ascii", lambda: ascii(deep(100_000))),
):
    try:
        f()
        print(name, "ok")
    except RecursionError as e:
        print(name, type(e).__name__)
print(len(json.dumps(deep(100))), json.loads("[" * 50 + "]" * 50) == deep(49), copy.deepcopy(deep(50)) == deep(50))
