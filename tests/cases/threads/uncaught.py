"""The report of an exception that leaves a thread."""
import threading


def fail():
    raise ValueError("in a thread")


t = threading.Thread(target=fail, name="worker")
t.start()
t.join()
print("the program goes on")
