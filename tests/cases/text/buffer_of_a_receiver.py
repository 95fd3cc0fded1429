# Objects that lend their bytes and are the receiver as well; loans that end; nothing is wanted twice.
import io
import re
import struct


def tried(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Lender:
    def __init__(self, data, says=False):
        self.data = data
        self.says = says

    def __buffer__(self, flags):
        if self.says:
            print("asked")
        return memoryview(self.data)


class Packed(struct.Struct):
    def __buffer__(self, flags):
        return memoryview(b"zz")


packed = Packed("2s")
tried(packed.unpack, packed)


class Releasing(bytearray):
    def __release_buffer__(self, view):
        pass


array = Releasing(b"abc")
try:
    array += array
except BufferError as e:
    print(e)
print(type(array).__name__, array + array, array.split(array), array.replace(array, b"x"), array.strip(array))


class Stream(io.BytesIO):
    def __buffer__(self, flags):
        return memoryview(b"own")


stream = Stream()
print(stream.write(stream), stream.getvalue())


class NoFloat:
    __float__ = None


view = memoryview(bytearray(4)).cast("f")
try:
    view[0] = NoFloat()
except TypeError as e:
    print(e)

data = bytearray(b"abcd")
items = struct.iter_unpack("2s", data)
try:
    data.append(1)
except BufferError as e:
    print(e)
print(list(items))
data.append(1)
print(data, next(items, "no more"))

print(re.sub(b"b", rb"[\g<0>]", Lender(b"abc")))
print(re.subn(b"b", rb"<\g<0>>", Lender(b"abcb")))

closed = io.BytesIO()
closed.close()
tried(closed.write, 5)
tried(closed.write, Lender(b"x", says=True))
used = io.BytesIO(b"abc")
shown = used.getbuffer()
for what in (5, Lender(b"x", says=True), b"", b"x"):
    tried(used.write, what)
shown.release()


class Text(str):
    def __buffer__(self, flags):
        return memoryview(b"zz")


print(float(Text("1.5")), eval(Text("1+1")))
exec(Text("print('ran')"))
