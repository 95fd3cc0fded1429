import time

early = "one"
time.sleep(0.02)
import _circle_two

late = "one ends"
