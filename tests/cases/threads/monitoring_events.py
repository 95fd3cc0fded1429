"""What tools of sys.monitoring are told of generators, handlers, calls, lines and branches, in which order."""
import sys
m=sys.monitoring; E=m.events
m.use_tool_id(1,'t')
NAMES={v:k for k,v in vars(E).items() if v and k!='BRANCH'}
log=[]
def short(x):
    if x is m.MISSING: return 'MISSING'
    if isinstance(x, BaseException): return type(x).__name__+str(x.args)
    if callable(x) and hasattr(x,'__name__'): return x.__name__
    if type(x).__name__ in ('generator','coroutine','async_generator','async_generator_wrapped_value'): return type(x).__name__
    if not isinstance(x,(int,str,type(None),float,list,tuple)): return type(x).__name__
    return repr(x)
def mk(name):
    def cb(code, *a):
        if code.co_name=='run': return
        if name=='LINE': log.append((name, code.co_name, a[0]-code.co_firstlineno))
        elif name in('JUMP','BRANCH_LEFT','BRANCH_RIGHT'): log.append((name, code.co_name))
        elif name == 'INSTRUCTION': pass
        else:
            log.append((name, code.co_name)+tuple(short(x) for x in a[1:]))
    return cb
for v,k in NAMES.items(): m.register_callback(1,v,mk(k))
def run(f, events):
    print('---', f.__name__, [n for v,n in NAMES.items() if v&events])
    log.clear()
    m.set_events(1, events)
    try:
        f()
    except BaseException as e: pass
    m.set_events(1,0)
    for l in log: print(l)
EXC=E.RAISE|E.RERAISE|E.EXCEPTION_HANDLED|E.PY_UNWIND|E.PY_THROW|E.STOP_ITERATION
PY=E.PY_START|E.PY_RESUME|E.PY_RETURN|E.PY_YIELD
CALLS=E.CALL|E.C_RAISE|E.C_RETURN
LINE=E.LINE

def inner():
    yield 1
    yield 2
    return 3
def outer():
    r = yield from inner()
    yield r
def outer2():
    yield from outer()
def through_generators():
    for x in outer2():
        x
def throw_through():
    g = outer2()
    next(g); 
    try:
        g.throw(KeyError)
    except KeyError:
        pass
def close():
    g = inner()
    next(g)
    g.close()
def iterator_in_python():
    class It:
        n=0
        def __iter__(self): return self
        def __next__(self):
            self.n+=1
            if self.n==2: raise StopIteration
            return self.n
    for x in It(): pass
def handlers():
    try:
        try:
            1/0
        finally:
            x = 1
    except ZeroDivisionError as e:
        y = 1
    try:
        [].pop()
    except (ValueError, KeyError):
        pass
    except IndexError:
        try:
            raise
        except IndexError: pass
def with_statement():
    class CM:
        def __enter__(self): return self
        def __exit__(self,*a): return True
    with CM() as c:
        raise ValueError(1)
def coroutines():
    async def co(n):
        if n: return await co(n-1)
        return 5
    async def ag():
        yield 1
        yield 2
    async def main():
        async for x in ag():
            x
        return await co(2)
    try: main().send(None)
    except StopIteration: pass
class C:
    def __init__(self, x): self.x=x
    def m(self, a=1): return a
    @property
    def p(self): return 3
    def __call__(self): return 4
class D(C):
    def m(self, a=1): return super().m(a)
def deco(f): return f
def calls():
    c = C(1)
    c.m(); c.m(a=2); C.m(c); D(2).m()
    c.p
    c()
    len([1]); print(end=''); int('3')
    f=c.m
    f(3)
    f(*[5]); f(**{'a':1}); len(*['abc'])
    try: int('z')
    except ValueError: pass
    try: c.m(1,2,3)
    except TypeError: pass
    @deco
    def g(): pass
    sorted([3,1], key=lambda v: v)
    [i for i in range(2)]
    sum(i for i in range(2))
    assert c, 'x'
    f'{c.x}'
    import sys
def loops():
    x = 0
    while x < 2:
        x += 1
        if x == 1: continue
        y = 1 if x else 2
    for i in (1,2): pass
    return x and y or 3
def branches():
    x = 0
    while x < 2:
        x += 1
        if x == 2:
            y = 1
        else:
            y = 2
    for i in (1, 2):
        x
    return y
def lines():
    x = 3
    while x: x -= 1
    f = lambda: 1
    f(); f()
    z = (f() +
         f() +
         f())
    return z
class K:
    a = 1
    def f(self): pass
def leaving():
    raise SystemExit
def gen3():
    try:
        yield 1
    finally:
        x = 1
def close_in_try():
    g = gen3(); next(g); g.close()
def dropped():
    g = gen3(); next(g)
    del g
for f,ev in [(through_generators,PY|EXC),(through_generators,PY|LINE),(throw_through,PY|EXC),(close,PY|EXC),(close,E.PY_UNWIND),(iterator_in_python,PY|EXC),(handlers,EXC|LINE),(with_statement,EXC|CALLS|LINE),(coroutines,PY|EXC|LINE),(calls,CALLS),(calls,PY|E.CALL),(loops,LINE),(branches,E.JUMP|E.BRANCH_LEFT|E.BRANCH_RIGHT|LINE),(lines,LINE|PY),(leaving,EXC|PY|LINE),(close_in_try,EXC|PY|LINE),(dropped,EXC|PY)]:
    run(f,ev)
