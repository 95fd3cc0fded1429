import time

early = "two"
time.sleep(0.04)
import _circle_one

seen = hasattr(_circle_one, "late")
late = "two ends"
