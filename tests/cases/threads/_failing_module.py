import time

time.sleep(0.02)
raise ValueError("this body fails")
