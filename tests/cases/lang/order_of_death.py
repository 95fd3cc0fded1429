import asyncio
class O:
    def __init__(s, n): s.n = n
    def __del__(s): print(' del', s.n)
class Err(Exception):
    def __init__(s, n): super().__init__(n); s.o = O('dict'); s.o2=O('dict2')
def h(a, b): c = O('hc'); raise Err(O('arg'))
def g(a, b): c = O('gc'); h(O('ha'), O('hb'))
def f(a, b): c = O('fc'); g(O('ga'), O('gb'))
print('sync')
try: f(O('fa'), O('fb'))
except Err as e: e.add_note("x"); print('caught')
print('chain')
def k():
    x = O('kx')
    try: f(O('fa'), O('fb'))
    except Err as e: raise Err(O('second')) from e
try: k()
except Err as e: print('caught')
print('context')
def k2():
    x = O('kx')
    try: h(O('fa'), O('fb'))
    finally: raise ValueError(O('v'))
try: k2()
except ValueError as e: print('caught')
print('coro')
async def ch(a, b): c = O('hc'); await asyncio.sleep(0); raise Err(O('arg'))
async def cg(a, b): c = O('gc'); await ch(O('ha'), O('hb'))
async def cf(a, b): c = O('fc'); await cg(O('ga'), O('gb'))
async def main():
    try: await cf(O('fa'), O('fb'))
    except Err as e: print('caught')
    print('next')
    try: await asyncio.create_task(cf(O('fa'), O('fb')))
    except Err as e: print('caught')
    print('next')
    t = asyncio.create_task(cf(O('fa'), O('fb'))); await asyncio.sleep(0); await asyncio.sleep(0); await asyncio.sleep(0)
    print('done', t.done())
    t.exception()
    del t
    print('next')
    c = cf(O('fa'), O('fb')); c.send(None); print('close'); c.close(); print('closed'); del c
    c = cf(O('fa'), O('fb')); c.send(None); print('del'); del c; print('closed')
    c = cf(O('fa'), O('fb')); print('unstarted'); c.close(); print('closed'); del c
    async def ag(a):
        b = O('agb')
        try: yield 1
        finally: print('fin')
    a = ag(O('aga')); await anext(a); print('ac'); await a.aclose(); print('aced'); del a
    t = asyncio.create_task(cf(O('fa'), O('fb'))); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cc')
    print('end'); del t
    await asyncio.sleep(0)
    print('eg')
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(cf(O('fa'), O('fb')))
    except* Err: print('caught')
    print('end')
asyncio.run(main())
print('containers')
l = [O('l1'), O('l2')]; del l
print('t'); t = (O(1), O(2)); del t
print('d'); d = {O('k1'): O('v1'), O('k2'): O('v2')}; del d
print('inst')
class I:
    def __init__(s): s.a = O('ia'); s.b = O('ib')
i = I(); del i
print('slots')
class S:
    __slots__ = 'b', 'a', 'c'
    def __init__(s): s.c = O('sc'); s.a = O('sa'); s.b = O('sb')
i = S(); del i
print('nested'); l = [[O(1), [O(2)], O(3)], O(4), {'x': O(5), 'y': [O(6)]}]; del l
print('locals')
def fn(p, q):
    a = O('a'); b = O('b'); (lambda: c); c = O('cell c')
    del a
    a = O('a2')
fn(O('p'), O('q'))
print('closure')
def mk():
    x = O('x'); y = O('y')
    return lambda: (x, y)
m = mk(); del m
print('defaults')
def df(a=O('da'), *, b=O('db')): pass
df.attr = O('fattr'); del df
print('cls')
class K: a = O('ka'); b = O('kb')
del K; import gc; gc.collect()
print('gen')
def gn(a): b = O('gb'); yield; c = O('gnc')
x = gn(O('gna')); next(x); del x
print('deque'); import collections; d = collections.deque([O(1), O(2)]); del d
print('partial'); import functools; p = functools.partial(print, O('p1'), O('p2'), kw=O('kw')); del p
print('bound'); b = I().__init__; del b
print('set'); 
print('it'); i = iter([O('i1'), O('i2')]); next(i); del i
print('zip'); z = zip([O('z1')], [O('z2')]); del z; z = map(lambda x: x, [O('m')]); del z
print('ns'); import types; n = types.SimpleNamespace(a=O('na'), b=O('nb')); del n
print('slice'); s = slice(O(1), O(2), O(3)); del s
print('clear'); l = [O(1), O(2)]; l.clear(); l = [O(3), O(4), O(5)]; l[:] = []; d = {1: O('d1'), 2: O('d2')}; d.clear(); l = [O(1), O(2), O(3)]; del l[0:2]; print('x'); l = None
print('args'); print(O('x'), O('y')) if 0 else (lambda *a, **k: None)(O('a1'), O('a2'), k=O('k'))
print('tb'); 
print('stack'); a = [O(1), O(2), 1/1, O(3)] and None
def st(): return (O('s1'), [O('s2'), O('s3'), 1 / 0])
try: st()
except ZeroDivisionError: print('zde')
print('globals')
A = O('gA'); B = O('gB')
