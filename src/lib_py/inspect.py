"""Questions about live objects: what they are, and where a coroutine or generator stands. Sources and signatures are not looked into."""

import functools
import sys
import types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED = 1, 2, 4, 8, 16
CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 0x20, 0x80, 0x100, 0x200

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "AGEN_CLOSED"

_coroutine_mark = object()
_sentinel = object()


def __getattr__(name):
    raise AttributeError(f"module 'inspect' has no attribute '{name}': this engine does not support it yet")


def _is(*kinds):
    def ask(object):
        return isinstance(object, kinds)

    return ask


def _named(name, ask, doc):
    ask.__name__ = ask.__qualname__ = name
    ask.__doc__ = doc
    globals()[name] = ask


for _name, _kinds in {
    "ismodule": (types.ModuleType,),
    "isclass": (type,),
    "ismethod": (types.MethodType,),
    "isfunction": (types.FunctionType,),
    "isbuiltin": (types.BuiltinFunctionType,),
    "ismethodwrapper": (types.MethodWrapperType,),
    "isgetsetdescriptor": (types.GetSetDescriptorType,),
    "ismemberdescriptor": (types.MemberDescriptorType,),
    "istraceback": (types.TracebackType,),
    "isframe": (types.FrameType,),
    "iscode": (types.CodeType,),
    "isgenerator": (types.GeneratorType,),
    "iscoroutine": (types.CoroutineType,),
    "isasyncgen": (types.AsyncGeneratorType,),
}.items():
    _named(_name, _is(*_kinds), f"Whether the object is a {_kinds[0].__name__}.")
del _name, _kinds


def isroutine(object):
    """Whether the object is a function or method of any kind."""
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object) or ismethodwrapper(object)


def ismethoddescriptor(object):
    """Whether the object is a method descriptor that is no function, method or class."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """Whether the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def isabstract(object):
    """Whether the object is an abstract base class."""
    return isinstance(object, type) and bool(object.__flags__ & (1 << 20))


def _plain(f):
    while True:
        if ismethod(f):
            f = f.__func__
        elif isinstance(f, functools.partial):
            f = f.func
        else:
            return f


def _has_flag(f, flag):
    f = _plain(f)
    return isfunction(f) and bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Whether calling the object makes a generator."""
    return _has_flag(obj, CO_GENERATOR)


def markcoroutinefunction(func):
    """Lets a function that gives coroutines count as one defined by async def."""
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_mark = _coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Whether calling the object makes a coroutine."""
    return _has_flag(obj, CO_COROUTINE) or getattr(_plain(obj), "_is_coroutine_mark", None) is _coroutine_mark


def isasyncgenfunction(obj):
    """Whether calling the object makes an asynchronous generator."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def isawaitable(object):
    """Whether the object can be awaited."""
    if isinstance(object, types.CoroutineType):
        return True
    if isinstance(object, types.GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return hasattr(type(object), "__await__")


def _state(object, kind, running, suspended, frame):
    if running:
        return kind + "_RUNNING"
    if suspended:
        return kind + "_SUSPENDED"
    return kind + ("_CLOSED" if frame is None else "_CREATED")


def getgeneratorstate(generator):
    """Where a generator stands."""
    return _state(generator, "GEN", generator.gi_running, generator.gi_suspended, generator.gi_frame)


def getcoroutinestate(coroutine):
    """Where a coroutine stands."""
    return _state(coroutine, "CORO", coroutine.cr_running, coroutine.cr_suspended, coroutine.cr_frame)


def getasyncgenstate(agen):
    """Where an asynchronous generator stands."""
    return _state(agen, "AGEN", agen.ag_running, agen.ag_suspended, agen.ag_frame)


def getgeneratorlocals(generator):
    """The local variables of a generator; none once it has ended."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return generator.gi_frame.f_locals if generator.gi_frame is not None else {}


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine; none once it has ended."""
    frame = getattr(coroutine, "cr_frame", None)
    return frame.f_locals if frame is not None else {}


def currentframe():
    """The caller's frame."""
    return sys._getframe(1)


def unwrap(func, *, stop=None):
    """What is at the end of a chain of __wrapped__."""
    first, seen = func, {id(func)}
    while not isinstance(func, type) and hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f"wrapper loop when unwrapping {first!r}")
        seen.add(id(func))
    return func


def getmro(cls):
    """A class's method resolution order."""
    return cls.__mro__


def getmembers(object, predicate=None):
    """Names and values of an object's attributes, sorted by name."""
    found = []
    for name in sorted(dir(object)):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def cleandoc(doc):
    """A docstring without the indentation that its place in the source gave it."""
    lines = doc.expandtabs().split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.lstrip(" ")]
    margin = min(indents, default=0)
    lines = [lines[0].lstrip(" ")] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def signature(obj, **options):
    """Signatures are not known here."""
    raise ValueError("inspect.signature() is not supported by this engine yet")
