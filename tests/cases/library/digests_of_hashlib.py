# The objects that hashlib hands out, keys made from passwords, and how wrong arguments are refused.
import hashlib
import hmac
import re


def told(text):
    try:
        result = repr(eval(text))
    except Exception as e:
        result = f"-> {type(e).__name__} {e}"
    print(text, re.sub("0x[0-9a-f]+", "0x", result))


for name in "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s":
    told(f"hashlib.{name}(b'abc')")
    told(f"type(hashlib.new({name!r}, b'abc').copy())")
    told(f"hashlib.new({name!r}, b'abc').hexdigest()")
told("hashlib.shake_128(b'abc'), hashlib.shake_128(b'abc').hexdigest(8)")
told("hashlib.new('SHA-256').name, hashlib.sha256().digest_size, hashlib.sha256().block_size")
for wrong in (
    "hashlib.md5('text')", "hashlib.md5(1)", "hashlib.md5(b'', 1)", "hashlib.md5(nothing=1)", "hashlib.new('nope')", "hashlib.new(1)",
    "hashlib.md5().update()", "hashlib.md5().update('x')", "hashlib.md5().digest(1)", "hashlib.md5().nothing", "type(hashlib.md5())()",
    "hashlib.shake_128().digest()",
):
    told(wrong)
told("hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 1000).hex()")
told("hashlib.pbkdf2_hmac('sha1', b'password', b'salt', 2, 50).hex()")
told("hashlib.pbkdf2_hmac('sha512', b'p' * 200, b'salt', 3, 7).hex()")
for wrong in ("'sha256', 'p', b's', 1", "'sha256', b'p', b's', 0", "'sha256', b'p', b's', 1, 0", "'nope', b'p', b's', 1", "1, b'p', b's', 1"):
    told(f"hashlib.pbkdf2_hmac({wrong})")
told("hmac.new(b'key', b'message', 'sha256').hexdigest()")
told("hmac.new(b'key', b'message', hashlib.sha3_256).hexdigest()")
told("hmac.digest(b'key', b'message', 'md5').hex(), hmac.compare_digest('a', 'a')")
told("hmac.compare_digest('a', b'a')")
