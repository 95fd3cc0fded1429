def connect(host, timeout=1):
    pass
connect("h", timeuot=5)
