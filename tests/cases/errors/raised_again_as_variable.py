saved = None
def f():
    global saved
    try:
        raise ValueError("saved")
    except ValueError as e:
        saved = e
f()
raise saved
