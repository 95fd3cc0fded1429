# Lines and calls that hooks are told of while blocks are left, and where a frame was when it ended.
import sys
class CM:
    def __enter__(s): return s
    def __exit__(s,*a): return True
def h5(l):
    l.append(1)
    with CM():
        return 1
def h7(l):
    with CM():
        try: return l
        finally:
            x=1
def h8(l):
    for i in [1]:
        with CM():
            return
def h9(l):
    for i in [1]:
        with CM():
            break
    return 1
def h10(l):
    for i in [1,2]:
        with CM():
            continue
    return 1
def h12(l):
    with CM() as a, CM() as b:
        return l
def tr(fr,e,a):
    if fr.f_code.co_name[0]=='h': ev.append((e,fr.f_lineno-fr.f_code.co_firstlineno))
    return tr
for f in (h5,h7,h8,h9,h10,h12):
    ev=[]; sys.settrace(tr); f([]); sys.settrace(None); print(f.__name__,ev)

told=[]
def prof(fr,e,a):
    told.append((e,fr.f_code.co_name,fr.f_lineno-fr.f_code.co_firstlineno, getattr(a,'__name__',a) if e.startswith('c_') else a))
def f(x):
    y = sorted([3,1], reverse=True)
    z = sorted([2], key=lambda v: v)
    print(end='', sep='')
    int('3', base=8)
    dict(a=1)
    [].sort(key=None)
    return len([1])
sys.setprofile(prof)
f(1)
sys.setprofile(None)
for e in told: print(e)


def suppressed():
    frame = sys._getframe()
    with CM():
        try:
            raise KeyError
        finally:
            pass
    return frame


def returned(frames):
    frames.append(sys._getframe())
    with CM():
        return 1


def returned_from_try(frames):
    frames.append(sys._getframe())
    with CM():
        try:
            return 1
        finally:
            x = 1


frame = suppressed()
print(frame.f_lineno - frame.f_code.co_firstlineno)
for f in returned, returned_from_try:
    frames = []
    f(frames)
    print(f.__name__, frames[0].f_lineno - f.__code__.co_firstlineno)
