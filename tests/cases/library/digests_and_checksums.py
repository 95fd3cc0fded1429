"""hashlib, hmac, binascii, base64, zlib: bytes in, bytes out."""
import base64
import binascii
import hashlib
import hmac
import zlib


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


data = bytes(range(256)) * 3
for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b'abc')
    h.update(data)
    copy = h.copy()
    h.update(b'')
    length = (20,) if name.startswith('shake') else ()
    print(name, h.digest_size, h.block_size, h.hexdigest(*length), copy.digest(*length) == h.digest(*length), h.name)
print(hashlib.blake2b(b'abc', digest_size=20, key=b'k', salt=b's', person=b'p', fanout=2, depth=2, leaf_size=3, node_offset=4, node_depth=1,
                      inner_size=5, last_node=True).hexdigest())
for bad in ({'digest_size': 0}, {'key': b'x' * 65}, {'salt': b'x' * 17}, {'fanout': 256}, {'node_offset': -1}):
    attempt(hashlib.blake2b, **bad)
attempt(hashlib.md5, 'text')
attempt(hashlib.new, 'none')
print(hmac.new(b'key', b'message', 'sha256').hexdigest(), hmac.compare_digest('a', 'a'))

print(binascii.hexlify(b'abcd', '-', 2), binascii.unhexlify('00ff'), binascii.crc32(data), binascii.crc_hqx(data, 7), zlib.adler32(data), zlib.crc32(data, 5))
for text in (b'YQ', b'YQ==', b'Y', b'YWJj=', b'Y=Q=', b'=', b'YQ==YQ==', b'Y Q = =', b'YWJjZ', 'YQ==', 'é'):
    attempt(binascii.a2b_base64, text)
    attempt(binascii.a2b_base64, text, strict_mode=True)
attempt(binascii.unhexlify, 'abc')
attempt(binascii.unhexlify, 'zz')
line = binascii.b2a_uu(b'hello world')
print(line, binascii.a2b_uu(line), binascii.b2a_uu(b'a\0', backtick=True))
attempt(binascii.a2b_uu, b'!!!\x80')
print(binascii.b2a_qp(b'a=b c \t\nx' * 10), binascii.a2b_qp(b'a=3Db=\nc_', header=True), binascii.b2a_qp(b'.\n. x\r\n\xff', quotetabs=True))
for encode, decode in ((base64.b64encode, base64.b64decode), (base64.b32encode, base64.b32decode), (base64.b16encode, base64.b16decode),
                       (base64.b85encode, base64.b85decode), (base64.a85encode, base64.a85decode), (base64.urlsafe_b64encode, base64.urlsafe_b64decode)):
    text = encode(data)
    print(text[:40], decode(text) == data)
print(base64.encodebytes(b'x' * 60))

for wbits in (15, -15, 31):
    packed = zlib.compress(data * 5, 9, wbits)
    print(zlib.decompress(packed, wbits) == data * 5, len(packed) < 600)
stream = zlib.compressobj()
packed = stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH) + stream.compress(b'end') + stream.flush()
d = zlib.decompressobj()
first = d.decompress(packed + b'tail', 100)
rest = d.decompress(d.unconsumed_tail) + d.flush()
print(first + rest == data + b'end', d.eof, d.unused_data, d.unconsumed_tail)
attempt(zlib.decompress, b'abc')
attempt(zlib.decompress, zlib.compress(b'abc')[:-3])
attempt(zlib.decompress, zlib.compress(b'abc')[:-1] + b'z')
attempt(zlib.compress, 'a')
attempt(zlib.compress, b'a', 99)
attempt(zlib.decompressobj, 100)
