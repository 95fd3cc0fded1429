import logging, logging.handlers, sys, io, warnings
root = logging.getLogger(); h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(funcName)s:%(lineno)d|%(message)s|%(threadName)s|%(module)s")); root.addHandler(h); root.setLevel(logging.INFO)
log = logging.getLogger("app.db")
def f():
    log.info("hello %s %d", "w", 3); log.debug("no"); log.warning("pct %%"); log.error("%(a)s", {"a": 1})
    try: 1 / 0
    except ZeroDivisionError: log.exception("failed"); log.error("with exc", exc_info=True, stack_info=True)
    log.log(25, "lvl25"); log.critical("extra", extra={"u": 1})
f()
class Ad(logging.LoggerAdapter):
    def process(self, m, k): return f"[{self.extra['id']}] {m}", k
Ad(log, {"id": 7}).info("adapted")
class Fl(logging.Filter):
    def filter(self, r): r.msg = r.msg.upper(); return "skip" not in r.msg.lower()
log.addFilter(Fl()); log.info("keep"); log.info("skip this")
log.info("bad %d", "x"); log.info("too", "many")
h2 = logging.handlers.MemoryHandler(10, target=h); l2 = logging.getLogger("mem"); l2.addHandler(h2); l2.propagate = False; l2.info("buffered"); h2.flush()
print(log, root, h, l2.handlers, logging.getLevelName(25), logging.getLevelName("INFO"), log.getEffectiveLevel(), log.isEnabledFor(10), logging.getLogger("app.db") is log, log.parent, logging.getLogger("app.db.x").parent, logging.getHandlerNames())
logging.addLevelName(25, "NOTICE"); log.log(25, "x")
logging.captureWarnings(True); warnings.warn("captured"); logging.captureWarnings(False)
for st, fm in (("{", "{levelname}:{message}"), ("$", "$levelname-${message}")):
    h.setFormatter(logging.Formatter(fm, style=st)); root.error("styled")
try: logging.Formatter("{bad", style="{")
except ValueError as e: print(e)
try: logging.getLogger(3)
except TypeError as e: print(e)
try: root.setLevel("NOPE")
except ValueError as e: print(e)
import logging.config
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "formatters": {"s": {"format": "CFG %(message)s", "datefmt": "%Y"}}, "handlers": {"c": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "s", "level": "WARNING"}}, "loggers": {"cfg": {"handlers": ["c"], "level": "DEBUG", "propagate": False}}})
logging.getLogger("cfg").warning("configured"); logging.getLogger("cfg").info("hidden")
try: logging.config.dictConfig({"version": 1, "handlers": {"x": {"class": "nope.Nope"}}})
except ValueError as e: print(e, repr(e.__cause__))
r = logging.makeLogRecord({"msg": "m %s", "args": ("a",), "levelno": 10}); print(r, r.getMessage())
q = logging.handlers.QueueHandler(__import__("queue").Queue()); q.emit(r); print(q.queue.get().msg)
logging.lastResort.handle(logging.makeLogRecord({"msg": "last", "levelno": 40})); logging.shutdown(); logging.disable(50); log.critical("off"); print(logging.root.manager.disable)
