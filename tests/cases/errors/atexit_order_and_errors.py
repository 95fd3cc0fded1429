import atexit
atexit.register(print, "first registered, last run")
@atexit.register
def fails():
    raise ValueError("in atexit")
print("main ends")
