import threading, sys, traceback
def outer():
    def inner(): raise LookupError("deep in thread")
    try: inner()
    except LookupError as e: raise RuntimeError("thread wrapper") from e
t = threading.Thread(target=outer, name="worker-1"); t.start(); t.join()
def group(): raise ExceptionGroup("eg", [ValueError(1), TypeError("t")])
t = threading.Thread(target=group, name="eg"); t.start(); t.join()
def noted():
    e = ValueError("n"); e.add_note("a note"); raise e
t = threading.Thread(target=noted); t.start(); t.join()
def rec(): return rec()
t = threading.Thread(target=rec, name="rec"); t.start(); t.join()
def syn(): exec("x = = 1")
t = threading.Thread(target=syn, name="syn"); t.start(); t.join()
class BadStr(Exception):
    def __str__(self): raise ValueError("no str")
def bs(): raise BadStr
t = threading.Thread(target=bs, name="bs"); t.start(); t.join()
def ki(): raise KeyboardInterrupt("ki")
t = threading.Thread(target=ki, name="ki"); t.start(); t.join()
def ge(): raise GeneratorExit
t = threading.Thread(target=ge, name="ge"); t.start(); t.join()
sys.stderr = None
t = threading.Thread(target=noted, name="nostderr"); t.start(); t.join()
sys.stderr = sys.__stderr__
old = sys.excepthook
sys.excepthook = lambda *a: print("sys hook", a[0])
t = threading.Thread(target=noted, name="syshook"); t.start(); t.join()
