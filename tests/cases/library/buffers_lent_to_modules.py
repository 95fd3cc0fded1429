# Objects with a __buffer__ of their own, in the places of the standard library that take bytes.
import array
import base64
import binascii
import codecs
import hashlib
import hmac
import io
import os
import pickle
import re
import socket
import struct
import tempfile
import zlib


class Lends:
    def __init__(self, data=b"12", name="one"):
        self.data, self.name = data, name

    def __buffer__(self, flags):
        print("  lent", self.name, flags)
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("  back", self.name)


class Refuses(Lends):
    def __buffer__(self, flags):
        raise LookupError("refused")


def over_sockets(a):
    left, right = socket.socketpair()
    with left, right:
        left.send(a(b"hey"))
        left.sendall(a(b"you"))
        return right.recv(10)


def over_files(a):
    path = os.path.join(tempfile.mkdtemp(), "file")
    with open(path, "wb") as f:
        written = f.write(a(b"12345"))
    with open(path, "wb", buffering=0) as f:
        f.write(a(b"12345"))
    places = []
    for buffering in -1, 0:
        with open(path, "rb", buffering=buffering) as f:
            place = bytearray(3)
            places.append((f.readinto(a(place)), place))
    return written, places


PLACES = {
    "translate": lambda a: b"a1".translate(None, a(b"1")),
    "strip": lambda a: b"a1".strip(a(b"1")),
    "maketrans": lambda a: len(bytes.maketrans(a(b"1"), a(b"2", "two"))),
    "fromhex": lambda a: bytes.fromhex(a(b"1f")),
    "%": lambda a: b"%b|%s" % (a(b"1"), a(b"2", "two")),
    "compare": lambda a: (bytearray(b"a") < a(b"b"), [bytearray(b"b")].index(a(b"b"))),
    "extend": lambda a: bytearray(b"b").extend(a()),
    "assign": lambda a: bytearray(b"b").__setitem__(slice(0, 1), a()),
    "view": lambda a: memoryview(bytearray(b"bb")).__setitem__(slice(0, 2), a()),
    "from the end": lambda a: b"a12".rfind(a(), 1),
    "map": lambda a: list(map(b"12".find, [a(b"2"), a(b"1")])),
    "subclass": lambda a: type("B", (bytes,), {})(a()),
    "int": lambda a: int(a(b"x")),
    "struct.unpack": lambda a: struct.unpack("2s", a()),
    "struct.unpack_from": lambda a: struct.unpack_from("1s", a(), 1),
    "struct.iter_unpack": lambda a: list(struct.iter_unpack("1s", a())),
    "struct.pack_into": lambda a: struct.pack_into("1s", a(bytearray(b"12")), 0, b"q"),
    "struct.pack_into bytes": lambda a: struct.pack_into("1s", a(), 0, b"q"),
    "array.frombytes": lambda a: array.array("B").frombytes(a()),
    "BytesIO": lambda a: io.BytesIO(a()).getvalue(),
    "BytesIO.write": lambda a: io.BytesIO().write(a()),
    "BytesIO.writelines": lambda a: io.BytesIO().writelines([a()]),
    "BytesIO.readinto": lambda a: io.BytesIO(b"abc").readinto(a(bytearray(2))),
    "BytesIO.readinto bytes": lambda a: io.BytesIO(b"abc").readinto(a()),
    "BufferedReader.readinto": lambda a: io.BufferedReader(io.BytesIO(b"abc")).readinto(a(bytearray(2))),
    "BufferedWriter.write": lambda a: io.BufferedWriter(io.BytesIO()).write(a()),
    "hexlify": lambda a: binascii.hexlify(a()),
    "unhexlify": lambda a: binascii.unhexlify(a()),
    "crc32": lambda a: (binascii.crc32(a()), zlib.crc32(a()), zlib.adler32(a())),
    "base64": lambda a: (base64.b64encode(a()), base64.b64decode(a(b"MTI="))),
    "compress": lambda a: zlib.decompress(zlib.compress(a())),
    "decompress": lambda a: zlib.decompress(a(zlib.compress(b"12"))),
    "decompressobj": lambda a: zlib.decompressobj().decompress(a(zlib.compress(b"12"))),
    "sha256": lambda a: hashlib.sha256(a()).hexdigest()[:8],
    "update": lambda a: hashlib.sha256().update(a()),
    "blake2b": lambda a: hashlib.blake2b(a(), key=a(b"k", "two")).hexdigest()[:8],
    "pbkdf2": lambda a: hashlib.pbkdf2_hmac("sha256", a(), a(b"s", "two"), 1).hex()[:8],
    "compare_digest": lambda a: hmac.compare_digest(a(), a(b"12", "two")),
    "re.search": lambda a: type(re.search(b"1", a()).string).__name__,
    "re.findall": lambda a: re.findall(b".", a()),
    "re.split": lambda a: re.split(b"1", a()),
    "re.sub": lambda a: re.sub(b"1", b"2", a()),
    "codecs.decode": lambda a: codecs.decode(a(), "utf-8"),
    "utf_8_decode": lambda a: codecs.utf_8_decode(a()),
    "charmap_decode": lambda a: codecs.charmap_decode(a()),
    "escape_decode": lambda a: codecs.escape_decode(a(rb"\x41")),
    "incremental": lambda a: codecs.getincrementaldecoder("utf-8")().decode(a()),
    "eval": lambda a: eval(a(b"1 + 2")),
    "exec": lambda a: exec(a(b"pass")),
    "compile": lambda a: eval(compile(a(b"3"), "file", "eval")),
    "PickleBuffer": lambda a: type(pickle.PickleBuffer(a())).__name__,
    "pickle": lambda a: pickle.loads(a(pickle.dumps([1]))),
    "UnicodeDecodeError": lambda a: str(UnicodeDecodeError("utf8", a(b"xx"), 0, 1, "x")),
    "hash": lambda a: hash(memoryview(a())) == hash(b"12"),
    "sockets": over_sockets,
    "files": over_files,
}
for name, place in PLACES.items():
    for lender in Lends, Refuses:
        print(name, lender.__name__)
        try:
            print(" ", place(lender))
        except Exception as e:
            print(" ", type(e).__name__, e)

print("matches")
found = re.match(b"(.)(.)", Lends())
print(type(found.string).__name__, found.span(2))
