"""Lists, tuples, dicts, sets and ranges in everyday use."""
a = [1,2,3]
a.append(4); a.extend(range(3)); a += (7,8)
print(a, len(a), a[-1], a[1:3], a[::-1], a[::2], a[5:1:-2])
a[1:3] = ['x','y','z']; print(a)
del a[0]; del a[::2]; print(a)
a[::2] = [0]*len(a[::2]); print(a)
print([1,2]*3, 2*[0], [1]+[2], [1,2]<[1,3], [1,2]==[1,2], [1]<[1,2], [] == [], [1,2]>[1], [1,2]!=[1,3])
a=[3,1,2]; a.sort(); print(a); a.sort(reverse=True); print(a)
print(sorted('hello'), sorted([3.5,1,2.25]), sorted([(1,'b'),(1,'a'),(0,'z')]))
words = ['bb','a','ccc','dd']
print(sorted(words,key=len), sorted(words,key=len,reverse=True), sorted(words, key=lambda w: (-len(w), w)))
a.insert(0,9); a.insert(-1,8); a.insert(100,7); print(a, a.pop(), a.pop(0), a)
a.remove(8); print(a, a.index(1), a.count(1), 3 in a, 100 in a)
a.reverse(); print(a); b=a.copy(); a.clear(); print(a,b)
l=[1]; l.append(l); print(l)
d={}; d['s']=d; print(d); 
print((1,), (1,2), (), (1,2)+(3,), (1,2)*2, (1,2,3)[1:], (1,2,3)[::-1], (1,2)<(1,3), hash((1,2,3)), hash(()), hash((1,(2,'a'))))
d={'a':1,'b':2}; d['c']=3; print(d, d.get('a'), d.get('z'), d.get('z',5), 'a' in d, len(d))
print(d.keys(), d.values(), d.items(), list(d), list(d.items()))
print(d.pop("a"), d.pop("q", 0), d.popitem(), d, d.setdefault("k", ()), d)
d.update({'x':1}, y=2); d.update([('p',1),('q',2)]); print(d)
print(dict(a=1,b=2), dict([(1,2)]), dict({1:2}, c=3), {**d, 'z':1}, {1:1}|{2:2})
print({1:2}=={1:2.0}, {1:2}!={1:3}, {}=={}, d.keys() & {'x','y'}, d.keys() - {'x'}, d.items() & {('x',1)}, d.keys()|{'new'}, d.keys()^{'x','n'}, {'x'} - d.keys(), d.items()-{('x',1)})
for k in list(d): del d[k]
print(d); print(list(reversed({1:2,3:4})), dict.fromkeys('abc'), dict.fromkeys([1,2],0))
s={3,1,2}; s.add(5); s.discard(3); print(s, len(s), 1 in s, {1,2}|{3}, {1,2}&{2,3}, {1,2}-{2}, {1,2}^{2,3}, {1}<{1,2}, {1,2}>={1}, {1,2}=={2,1})
print(set('hello'), frozenset([1,2,3]), set(), set(range(20)), set([100,5,33,1000,17,64]), {'a','b','c','d','e','f'})
print(set(['apple','banana','cherry','date','elderberry','fig','grape']), hash(frozenset([1,2,3])), frozenset([1])|{2}, {1}|frozenset([2]))
x=set(range(100)); x-=set(range(0,100,3)); print(x); print(x.pop(), x.pop(), len(x))
print(s.union([9,8],(7,)), s.intersection([1,2]), s.difference([1]), s.symmetric_difference([1,99]), s.isdisjoint([50]), s.issubset(range(10)), s.issuperset([1]))
print(range(10), range(1,10,2), list(range(10,0,-3)), len(range(0,100,7)), range(10)[3], range(10)[-1], range(10)[2:5], range(10)[::-1], 5 in range(10), 11 in range(10), range(3)==range(0,3,1), hash(range(3))==hash(range(0,3,1)), range(10).index(4), range(10).count(3), range(10**20, 10**20+3)[1], list(range(10**20, 10**20+2)))
print(slice(1,2), slice(None), slice(1,10,2).indices(7), hash(slice(1,2)), slice(1,2)==slice(1,2), slice(1)<slice(2))
print(list(enumerate('abc')), list(enumerate('ab', 5)), list(zip([1,2],'ab')), list(zip()), list(zip([1],[2],[3])), list(map(lambda x:x+1,[1,2])), list(map(lambda x,y:x*y,[1,2],[3,4])), list(filter(None,[0,1,2])), list(filter(lambda x:x>1,[1,2,3])), list(reversed([1,2,3])), list(reversed((1,2))), list(reversed(range(3))), list(reversed('abc')))
print(sum([1,2,3]), sum([0.1]*10), sum([[1],[2]],[]), min(3,1,2), max([1,5,2]), min('abc',key=lambda c:-ord(c)), max([],default=0), any([0,1]), all([1,0]), all([]), next(iter([5])), next(iter([]),'d'))
class Seq:
    def __getitem__(self,i):
        if i>=3: raise IndexError
        return i*10
    def __len__(self): return 3
print(list(Seq()), list(reversed(Seq())), 20 in Seq(), list(enumerate(Seq())))
n=0
def f():
    global n
    n+=1
    return n
print(list(iter(f,4)))
class E:
    def __init__(self,v): self.v=v
    def __eq__(self,o): return self.v==o.v
    def __hash__(self): return 1
    def __lt__(self,o): return self.v<o.v
    def __repr__(self): return 'E(%d)'%self.v
d={E(1):'a',E(2):'b'}; print(d[E(2)], E(3) in d, d, {E(1),E(1),E(2)}, [E(1)].index(E(1)), [E(2),E(1)].count(E(2)))
print(sorted([E(3),E(1),E(2)]), sorted([E(i%7) for i in range(100)], reverse=True)[:10], max([E(1),E(9)]))
r=[E((i*7919)%1000) for i in range(1000)]; r2=sorted(r); print([e.v for e in r2]==sorted(e.v for e in r), min(r), max(r))
def gen():
    yield 1; yield 2
print(list(gen()), tuple(gen()), set(gen()), dict((k,k) for k in gen()), [*gen(), *[3]], {*gen(),1}, (*gen(),))
a,*b=gen(); print(a,b)
class D(dict):
    def __missing__(self,k): return k*2
print(D()[4], D(a=1), D(a=1)['a'])
class L(list): pass
x=L([1,2]); x.append(3); x.attr=1; print(x, x[0], len(x), x==[1,2,3], L((1,))+[2])
print([1,2,3].__iter__().__length_hint__(), [[1,2],[3,[4]]], {'a':[1,{'b':2}]}, [None,True,1.5,'q'], {1:{2:{3:4}}})
print(sorted([1.5, float('nan'), 0.5], key=lambda x: 1), sorted([True,False,2]), sorted([10**20,1,-10**20]), sorted([0.1,10**20,5]))
x=[3,1,2]
try:
    x.sort(key=lambda v: x.append(1) or v)
except ValueError as e: print(e, x)
try:
    for k in (q:={1:1}): q[k+1]=1
except RuntimeError as e: print(e)
try:
    for k in (q:={1,2}): q.add(k+10)
except RuntimeError as e: print(e)
