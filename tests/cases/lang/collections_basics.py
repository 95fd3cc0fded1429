from collections import namedtuple, deque, Counter, defaultdict, OrderedDict, ChainMap
P = namedtuple("P", "x y", defaults=[5]); p = P(1); print(p, p.x, p._asdict(), p._replace(x=9), P._fields, p == (1, 5)); x, y = p
d = deque([1, 2, 3], maxlen=3); d.append(4); d.appendleft(0); d.rotate(1); print(d, d.pop(), d.popleft(), list(d), d.maxlen)
c = Counter("banana"); print(c, c.most_common(1), c["z"], c + Counter("b"), c - Counter("a"), sorted(c.elements()), c.total())
dd = defaultdict(list); dd["a"].append(1); print(dd, dd["b"], len(dd))
o = OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, list(o), o.popitem(last=False))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], sorted(m))
