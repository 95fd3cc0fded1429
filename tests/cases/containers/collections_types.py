"""deque, defaultdict, OrderedDict, Counter, namedtuple, ChainMap."""
from collections import *


def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)


d=deque([1,2,3]); d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), d, d[0], d[-1], len(d), 2 in d); d.rotate(1); print(d); d.extend([7,8]); d.extendleft([9,10]); print(d, d.count(7), d.index(8)); d.remove(7); d.insert(1,'x'); d.reverse(); print(d, list(d), list(reversed(d))); print(deque(range(10),maxlen=3), deque([1],2)*3, deque([1])+deque([2]), deque([1,2])==deque([1,2]), deque([1])<deque([2]), deque('ab').maxlen, deque([],5).maxlen)
d=defaultdict(list); d['a'].append(1); d['b']; print(d, d.default_factory, dict(d), d.copy()); d=defaultdict(int,{'q':1}); d['z']+=5; print(d)
od=OrderedDict([('a',1),('b',2),('c',3)]); od.move_to_end('a'); print(od); od.move_to_end('c',last=False); print(od, od.popitem(), od.popitem(last=False), od, od==OrderedDict(b=2), od=={'b':2}, list(reversed(OrderedDict(a=1,b=2))), od.keys(), od.items(), od|{'z':1})
c=Counter('abracadabra'); print(c, c.most_common(2), c['zz'], c+Counter(a=1), c-Counter(a=2), sorted(c.elements()), c.total()); c.update('aa'); print(c['a'])
P=namedtuple('P','x y'); p=P(1,2); print(p, p.x, p.y, p._asdict(), p._replace(x=5), P._fields, P._make([3,4]), p==(1,2)); print(ChainMap({'a':1},{'b':2})['b'])
for e in ["deque(1)","deque([],-1)","deque([],'a')","deque().pop()","deque().popleft()","deque([1])[5]","deque([1])['a']","deque([1]).remove(5)","deque([1]).index(5)","deque([1],1).insert(0,5)","deque([1])+[1]","deque([1]).rotate('a')","defaultdict(1)","defaultdict()[5]","defaultdict(int)|{1:2}","{1:2}|defaultdict(int)","OrderedDict().popitem()","OrderedDict(a=1).move_to_end('b')","OrderedDict(a=1).pop('z')","OrderedDict(1,2)","P(1)","p.z"]:
    print(e, end=' '); t(lambda: eval(e))
d=deque([1,2,3])
def f():
    for x in d: d.append(1)
t(f)
