def f(k):
    log = []
    try:
        try:
            if k == 0:
                return log, "inner return"
            if k == 1:
                raise KeyError
            for i in range(3):
                try:
                    if k == 2:
                        break
                    if k == 3:
                        return log, i
                finally:
                    log.append(f"loop{i}")
            log.append("after loop")
        except KeyError:
            log.append("except")
            return log, "from except"
        else:
            log.append("else")
        finally:
            log.append("inner finally")
        log.append("end")
    finally:
        log.append("outer finally")
    return log, "normal"


for k in range(5):
    print(k, f(k))
import warnings

warnings.simplefilter("ignore")
exec(
    "def h():\n for i in range(3):\n  try: raise ValueError\n  finally: continue\n return 'continue swallows'\nprint(h())"
)
exec(
    "def g():\n while True:\n  try:\n   try: raise ValueError\n   finally: break\n  except ValueError: print('never')\n return 'swallowed by break'\nprint(g())"
)
