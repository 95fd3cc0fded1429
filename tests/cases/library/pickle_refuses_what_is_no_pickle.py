import pickle

for data in b"x", b"\xff", b"\x01", b"'", b"\\", b"", b"hello world", b"{}":
    try:
        print(pickle.loads(data))
    except Exception as e:
        print(repr(e))
