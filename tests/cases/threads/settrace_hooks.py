"""Local trace functions, hooks that fail, profiling, other threads."""
import sys
import threading


def traced():
    a = 1
    b = 2
    return a + b


seen = []


def only_calls(frame, event, arg):
    seen.append((event, frame.f_code.co_name))
    return None


sys.settrace(only_calls)
traced()
sys.settrace(None)
print(seen, sys.gettrace())


def failing(frame, event, arg):
    if event == "line":
        raise ValueError("in the hook")
    return failing


sys.settrace(failing)
try:
    traced()
except ValueError as e:
    print("ValueError:", e, sys.gettrace())
sys.settrace(None)

profiled = []


def profiler(frame, event, arg):
    name = arg.__name__ if event.startswith("c_") else frame.f_code.co_name
    profiled.append((event, name))


def calls():
    len([])
    try:
        int("x")
        chr(-1)
    except ValueError:
        pass
    return traced()


sys.setprofile(profiler)
calls()
sys.setprofile(None)
print(profiled)
print(sys.getprofile())

in_threads = []


def thread_tracer(frame, event, arg):
    if frame.f_code.co_name == "traced":
        in_threads.append(event)
    return thread_tracer


threading.settrace(thread_tracer)
t = threading.Thread(target=traced)
t.start()
t.join()
threading.settrace(None)
traced()
print(in_threads, threading.gettrace())


def variables():
    a = 1
    b = [a]
    return b


states = []


def watch(frame, event, arg):
    if frame.f_code is variables.__code__:
        states.append((event, dict(frame.f_locals)))
        frame.f_trace_lines = event != "call"
    return watch


sys.settrace(watch)
variables()
sys.settrace(None)
print(states)


def change(frame, event, arg):
    if event == "return":
        frame.f_locals["a"] = 100
    elif event == "line" and "b" in frame.f_locals:
        frame.f_locals["a"] = 40
    return change


sys.settrace(change)
r = traced()
sys.settrace(None)
print(r)


def caller():
    frame = sys._getframe()
    frame.f_trace = tracer_of_one
    sys.settrace(lambda *a: None)
    x = 1
    sys.settrace(None)
    return x


def tracer_of_one(frame, event, arg):
    print("one:", event, frame.f_lineno - frame.f_code.co_firstlineno)
    return tracer_of_one


caller()
print(sys.call_tracing(traced, ()))
