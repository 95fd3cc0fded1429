"""Formatters of all styles, filters, handlers and configurations of logging."""

import logging
import logging.config
import logging.handlers
import sys

handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(funcName)s|%(module)s|%(message)s"))
log = logging.getLogger("app.part")
log.addHandler(handler)
log.setLevel(logging.DEBUG)
log.propagate = False


def work():
    log.debug("number %s", 1)
    log.info("named %(x)s", {"x": 5})
    log.log(25, "between")
    logging.addLevelName(25, "NOTICE")
    log.log(25, "with a name")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")


work()
print(logging.getLevelName(25), logging.getLevelName("NOTICE"), logging.getLevelName(99), log, logging.getLogger())
logging.warning("nobody configured the root")
logging.config.dictConfig(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "braces": {"format": "{levelname}:{message}", "style": "{"},
            "dollars": {"format": "$name $message $user", "style": "$", "defaults": {"user": "nobody"}},
        },
        "filters": {"part": {"name": "x.y"}},
        "handlers": {
            "screen": {"class": "logging.StreamHandler", "formatter": "braces", "stream": "ext://sys.stdout", "filters": ["part"]},
            "other": {"class": "logging.StreamHandler", "formatter": "dollars", "stream": "ext://sys.stdout", "level": "ERROR"},
            "memory": {"class": "logging.handlers.MemoryHandler", "capacity": 2, "target": "screen"},
        },
        "loggers": {"x": {"handlers": ["screen", "other"], "level": "INFO"}, "x.y.kept": {"handlers": ["memory"], "propagate": False}},
    }
)
logging.getLogger("x").info("filtered")
logging.getLogger("x.y").info("passes")
logging.getLogger("x.y.z").debug("too low")
logging.getLogger("x").error("both", extra={"user": "root"})
logging.getLogger("x.y").error("both, by default")
logging.getLogger("x.y.kept").warning("one")
print("nothing so far")
logging.getLogger("x.y.kept").warning("two")
for wrong in (
    {"version": 2},
    {"version": 1, "handlers": {"h": {"class": "nope.X"}}},
    {"version": 1, "loggers": {"q": {"level": "NOPE"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "missing"}}},
    {},
):
    try:
        logging.config.dictConfig(wrong)
    except Exception as e:
        print(type(e).__name__, e, "|", e.__cause__)
for wrong in (
    lambda: logging.Formatter("%(x)", style="%"),
    lambda: logging.Formatter("{", style="{"),
    lambda: logging.Formatter("x", style="?"),
    lambda: log.setLevel("LOUD"),
    lambda: log.info("m", extra={"message": 2}),
    lambda: log.log("high", "m"),
    lambda: logging.basicConfig(stream=1, filename="x", force=True),
    lambda: logging.basicConfig(colour=1),
):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)
logging.LoggerAdapter(log, {"k": 1}).info("adapted")
record = logging.LogRecord("n", 20, "/p/q.py", 3, "msg %s", ("a",), None)
print(record, record.getMessage(), record.module, logging.getHandlerNames(), log.hasHandlers(), log.getEffectiveLevel())
