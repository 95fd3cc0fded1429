import threading, time, queue
class EventBus(threading.Thread):
    def __init__(self): super().__init__(daemon=True, name="bus"); self.q = queue.Queue(); self.h = {}
    def on(self, k, f): self.h.setdefault(k, []).append(f)
    def run(self):
        while True:
            k, a = self.q.get()
            try:
                for f in self.h.get(k, []): f(*a)
            finally: self.q.task_done()
b = EventBus(); b.on("x", lambda v: print("x", v)); b.on("bad", lambda: 1/0); b.start()
b.q.put(("x", (1,))); b.q.put(("x", (2,))); b.q.join()
b.q.put(("bad", ())); b.join(); print(b.is_alive())
sem = threading.BoundedSemaphore(2); n = 0; peak = 0; lk = threading.Lock()
def w(i):
    global n, peak
    with sem:
        with lk: n += 1; peak = max(peak, n)
        time.sleep(0.005)
        with lk: n -= 1
ts = [threading.Thread(target=w, args=(i,)) for i in range(5)]; [t.start() for t in ts]; [t.join() for t in ts]; print(peak)
c = threading.Condition(); turn = 0; out = []
def player(me):
    global turn
    for _ in range(3):
        with c:
            c.wait_for(lambda: turn % 2 == me); out.append("ping pong".split()[me]); turn += 1; c.notify_all()
ts = [threading.Thread(target=player, args=(i,)) for i in (1, 0)]; [t.start() for t in ts]; [t.join() for t in ts]; print(out)
bar = threading.Barrier(3); ph = []
def phase(i):
    for p in range(2):
        with lk: ph.append(p)
        bar.wait()
ts = [threading.Thread(target=phase, args=(i,)) for i in range(3)]; [t.start() for t in ts]; [t.join() for t in ts]; print(ph)
t = threading.Thread(target=time.sleep, args=(0.05,)); t.start(); t.join(0.001); print(t.is_alive()); t.join()
try: t.join("x")
except TypeError as e: print(e)
print(threading.excepthook is threading.__excepthook__, threading.settrace_all_threads.__name__)
