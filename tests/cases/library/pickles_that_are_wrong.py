"""What `pickle` says about data that is no pickle, about objects it cannot save, and about buffers."""
import pickle
import traceback

for data in [b"", b"what", b"\x01", b"\x80\x04\x95", b"\x80\x09.", b"0.", b"(.", b"a.", b"\x80\x04K", b"I12", b"\x8c\x05ab",
             b"g0\n.", b"h\x07.", b"P0\n.", b"K\x01Q.", b"cnowhere\nthing\n."]:
    try:
        pickle.loads(data)
    except Exception as error:
        print(data, type(error), error)


def local():
    class Hidden:
        pass
    return Hidden()


for value in [lambda: 0, (n for n in ()), local()]:
    try:
        pickle.dumps([value])
    except Exception as error:
        print(type(error), str(error).partition(" at 0x")[0], getattr(error, "__notes__", None))

for call in [lambda: pickle.loads("text"), lambda: pickle.dumps(1, 9), lambda: pickle.dump(1, 3), lambda: pickle.load(3)]:
    try:
        call()
    except Exception as error:
        print(type(error), error)


class Broken:
    def __reduce__(self):
        return print_and_fail, ()


def print_and_fail():
    return [][1]


try:
    pickle.loads(pickle.dumps(Broken()))
except IndexError:
    traceback.print_exc()

taken = []
data = pickle.dumps(pickle.PickleBuffer(bytearray(b"large")), protocol=5, buffer_callback=taken.append)
print(data, bytes(taken[0]), pickle.loads(data, buffers=[b"other"]))
view = pickle.PickleBuffer(memoryview(b"abcdef")[::2])
try:
    view.raw()
except BufferError as error:
    print(error)
view.release()
try:
    memoryview(view)
except ValueError as error:
    print(error)


class Shop:
    dumps = pickle.dumps


print(pickle.loads(Shop().dumps((1, "two", 3.0))))
print(pickle.Pickler, pickle.Unpickler, pickle.PickleError.__subclasses__())
