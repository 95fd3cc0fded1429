"""Tools of sys.monitoring: names, callbacks, events of all code and of one, DISABLE, errors, several tools, hooks beside them."""

import sys

m = sys.monitoring
E = m.events


def attempt(text):
    try:
        print(text, "->", eval(text))
    except Exception as e:
        print(text, "raises", type(e).__name__ + ":", e)


def f(x=1):
    y = x + 1
    return len([y])


def g():
    return f()


print({k: v for k, v in vars(E).items()})
print(m, type(m.DISABLE), m.DISABLE is m.MISSING, m.DEBUGGER_ID, m.COVERAGE_ID, m.PROFILER_ID, m.OPTIMIZER_ID)
for text in """m.use_tool_id(6, "x")
m.use_tool_id("a", "x")
m.use_tool_id(1, 1)
m.use_tool_id(1)
m.use_tool_id(1, "one")
m.use_tool_id(1, "two")
m.get_tool(1), m.get_tool(2)
m.get_tool(-1)
m.register_callback(1, 3, f)
m.register_callback(1, 0, f)
m.register_callback(1, 1 << 19, f)
m.register_callback(1, E.BRANCH, f)
m.register_callback(1, E.BRANCH, None) is f
m.register_callback(2, E.LINE, 5)
m.register_callback(2, E.LINE, None)
m.set_events(1, 1 << 19)
m.set_events(1, -1)
m.set_events(1, E.C_RETURN)
m.set_events(1, E.C_RETURN | E.C_RAISE | E.CALL), m.get_events(1)
m.set_events(1, E.BRANCH | E.RAISE), m.get_events(1), m._all_events()
m.set_events(1, 0), m.get_events(1), m._all_events()
m.set_events(2, 0)
m.set_local_events(1, f.__code__, E.RAISE)
m.set_local_events(1, f.__code__, E.C_RETURN)
m.set_local_events(1, f.__code__, -1)
m.set_local_events(1, f, 1)
m.set_local_events(2, f.__code__, 1)
m.set_local_events(1, f.__code__, E.BRANCH | E.LINE), m.get_local_events(1, f.__code__)
m.set_local_events(1, f.__code__, 0), m.get_local_events(1, f.__code__)
m.set_events(tool_id=1, event_set=1)
m.free_tool_id(1), m.get_tool(1), m.free_tool_id(1)""".splitlines():
    attempt(text)

log = []


def record(tool, name):
    def callback(code, *args):
        log.append((tool, name, code.co_name))
        return answers.get((tool, name, code.co_name))

    return callback


answers = {}
for tool in (1, 3):
    m.use_tool_id(tool, str(tool))
    for name, event in vars(E).items():
        if event and name not in ("BRANCH", "INSTRUCTION"):
            m.register_callback(tool, event, record(tool, name))


def run(what, events1, events3=0):
    m.set_events(1, events1)
    m.set_events(3, events3)
    try:
        g()
    except Exception as e:
        print("raised", type(e).__name__, e)
    m.set_events(1, 0)
    m.set_events(3, 0)
    print(what, [entry for entry in log if entry[2] in "fg"])
    log.clear()


PY = E.PY_START | E.PY_RETURN
run("two tools", PY, PY)
run("lines and calls", E.LINE, E.CALL)
answers[1, "PY_START", "f"] = m.DISABLE
run("switched off", PY, PY)
run("once more", PY, PY)
m.restart_events()
run("restarted", PY, PY)
answers.clear()
m.restart_events()
answers[1, "LINE", "f"] = m.DISABLE
run("lines off", E.LINE)
run("lines off, once more", E.LINE)
answers.clear()
m.restart_events()
m.set_local_events(1, f.__code__, E.LINE | E.CALL)
run("one code only", 0)
run("and all code", E.PY_START)
m.clear_tool_id(1)
run("cleared", E.PY_START)
print(m.get_tool(1), m.get_local_events(1, f.__code__))


def failing(code, *args):
    if code is f.__code__:
        raise KeyError("callback")


for name in ("PY_START", "LINE", "CALL", "PY_RETURN"):
    m.register_callback(1, getattr(E, name), failing)
    run("failing " + name, getattr(E, name), E.RAISE | E.PY_UNWIND)
    m.register_callback(1, getattr(E, name), None)


def bad():
    raise ValueError("own")


def disabling(code, offset, exc):
    return m.DISABLE


for name in ("RAISE", "PY_UNWIND"):
    m.register_callback(1, getattr(E, name), disabling)
    m.set_events(1, getattr(E, name))
    try:
        bad()
    except Exception as e:
        print(name, type(e).__name__, e)
    m.set_events(1, 0)
    print(m.register_callback(1, getattr(E, name), None))

# places are those of co_positions() and co_lines()
source = """def h(a, b):
    if a:
        c = a.upper()
    return (
        b.lower()
    )
"""
namespace = {}
exec(compile(source, "h", "exec"), namespace)
h = namespace["h"]


def place(code, offset):
    line, end, column, end_column = list(code.co_positions())[offset // 2]
    if line == end:
        return source.splitlines()[line - 1][column:end_column]


m.register_callback(1, E.CALL, lambda code, offset, callee, arg: print("call", callee.__name__, arg, place(code, offset)))
m.register_callback(
    1, E.BRANCH_LEFT, lambda code, offset, to: print("left", place(code, offset), (offset, to) in [b[:2] for b in code.co_branches()])
)
m.register_callback(
    1, E.BRANCH_RIGHT, lambda code, offset, to: print("right", place(code, offset), (offset, to) in [b[::2] for b in code.co_branches()])
)
m.set_local_events(1, h.__code__, E.CALL | E.BRANCH_LEFT | E.BRANCH_RIGHT)
h("x", "Y")
h("", "Y")
m.set_local_events(1, h.__code__, 0)


# hooks of sys are told first; nothing that happens inside of a callback is told
def hook(frame, event, arg):
    if frame.f_code.co_name in "fg":
        print("hook", event, frame.f_code.co_name)
    return hook


def tells(name):
    def callback(code, *args):
        if code.co_name in "fg":
            f()
            print("tool", name, code.co_name, *[a for a in args[:1] if name == "LINE" and not a])

    return callback


for name in ("PY_START", "LINE", "PY_RETURN"):
    m.register_callback(3, getattr(E, name), tells(name))
m.set_events(3, PY | E.LINE)
sys.settrace(hook)
g()
sys.settrace(None)
m.set_events(3, 0)
sys.setprofile(lambda frame, event, arg: frame.f_code.co_name in "fg" and print("profile", event))
m.register_callback(3, E.CALL, lambda code, offset, callee, arg: code.co_name in "fg" and print("tool CALL", callee.__name__))
m.register_callback(3, E.C_RETURN, lambda code, offset, callee, arg: print("tool C_RETURN", callee.__name__))
m.set_events(3, PY | E.CALL)
g()
sys.setprofile(None)
m.set_events(3, 0)
