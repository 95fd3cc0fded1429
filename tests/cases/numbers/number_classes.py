# Subclasses of numbers, objects with numeric special methods, and arithmetic at the edge of small ints.
class I(int):
    def __new__(cls, v, tag=None):
        self = int.__new__(cls, v)
        self.tag = tag
        return self
a = I(5, 'x'); b = I(10**30, 'y')
print(a, repr(a), a.tag, b.tag, a + b, a * 2, -a, type(a + b).__name__, isinstance(a, int), a == 5, hash(a) == hash(5), {5: 'z'}[a])
print(I(7) // I(2), divmod(I(7), I(2)), I(7) ** I(2), I(1) << I(70), ~I(5), abs(I(-5)), I(5) < I(6), I(5) == I(5.9), sorted([I(3), I(1)]))
print(f'{a:05d} {a} {a!r} %d %s' % (a, a), int(a), type(int(a)).__name__, a.real, type(a.real).__name__, I.from_bytes(b'\x05').tag)
class J(int):
    def __add__(self, o): return 'added'
    def __radd__(self, o): return 'radded'
    def __repr__(self): return 'J!'
    def __str__(self): return 'Jstr'
    def __hash__(self): return 1
    def __eq__(self, o): return True
    def __lt__(self, o): return 'lt'
    def __bool__(self): return False
    def __int__(self): return 42
    def __index__(self): return 43
    def __float__(self): return 4.5
j = J(3)
print(j + 1, 1 + j, 1.5 + j, repr(j), str(j), f'{j}', f'{j:d}', '%s' % j, '%d' % j, hash(j), j == 99, 99 == j, j < 1, bool(j), int(j), float(j), [10, 20, 30, 40][j], j - 1, range(10)[j])
import math
print(math.sqrt(j), math.floor(j), math.gcd(j, 12), round(j), abs(j), j.bit_length(), hex(j), complex(j))
class F(float):
    def __new__(cls, v): 
        s = float.__new__(cls, v); s.u = 1; return s
    def __repr__(self): return 'F!'
f = F('2.5'); g = F(float('nan'))
print(f, repr(f), str(f), f + 1, type(f + 1).__name__, f * f, f == 2.5, f'{f:.3f}', f'{f}', f.u, hash(f) == hash(2.5), round(f), f.hex(), F.fromhex('0x1p1'), f // 1, divmod(f, 2), -f, +f, abs(f), int(f), math.sin(f), f.as_integer_ratio(), max(f, 3.0), sum([f, f]))
class X(complex): pass
x = X(1, 2)
print(x, repr(x), x + 1, type(x + 1).__name__, x * x, x == 1 + 2j, abs(x), x.real, x.imag, x.conjugate(), hash(x) == hash(1 + 2j), f'{x:.1f}', complex(x), type(complex(x)).__name__)
class V:
    def __index__(self): return 3
    def __float__(self): return 2.25
    def __complex__(self): return 1+1j
    def __round__(self, n=None): return ('round', n)
    def __abs__(self): return 'abs'
    def __divmod__(self, o): return ('dm', o)
    def __rdivmod__(self, o): return ('rdm', o)
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o, m=None): return ('rpow', o, m)
    def __trunc__(self): return 'tr'
    def __floor__(self): return 'fl'
    def __ceil__(self): return 'ce'
v = V()
print(round(v), round(v, 2), abs(v), divmod(v, 1), divmod(1, v), pow(v, 2), pow(2, v), pow(v, 2, 3), pow(2, v, 5), v ** 2, 2 ** v, math.floor(v), math.ceil(v), math.trunc(v), math.sin(v), complex(v), float(v), int(v), hex(v), chr(V()), round(1.23456, v), (1).__lshift__(2), 'ab' * v, (5).to_bytes(v), int('12', v) if 0 else 0)
for bad in [lambda: int('x'), lambda: I('x'), lambda: F('q'), lambda: int.__new__(bool, 1), lambda: int.__add__('a', 1), lambda: I(1) + 'a', lambda: 'a' + I(1), lambda: math.sin('a'), lambda: 1 + V()]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
import _random
class R(_random.Random):
    def __init__(self, s): self.q = 1; self.seed(s)
r = R(42); print(r.random(), r.getrandbits(64), r.q); st = r.getstate(); x1 = r.random(); r.setstate(st); print(x1 == r.random())
from array import array
class A(array):
    pass
k = A('i', [1, 2]); k.z = 5; print(k, k.z, k.typecode, len(k), k + k, memoryview(k).tolist(), memoryview(k).format)
try: hash(k)
except TypeError as e: print(e)
try: k.foo
except AttributeError as e: print(e)
try: array('i').foo
except AttributeError as e: print(e)
import _sha2, _md5, _sha1
for n in [0, 1, 55, 56, 63, 64, 111, 112, 127, 128, 1000]:
    d = bytes(i % 251 for i in range(n))
    print(n, _sha2.sha256(d).hexdigest(), _sha2.sha512(d).hexdigest()[:20], _sha2.sha224(d).hexdigest()[:20], _sha2.sha384(d).hexdigest()[:20], _md5.md5(d).hexdigest(), _sha1.sha1(d).hexdigest())
h = _sha2.sha512(b'a'); h2 = h.copy(); h2.update(b'b'); print(h.hexdigest()[:10], h2.hexdigest()[:10], h.name, h.digest_size, h.block_size)
print(sum([1, 2.5, 10**20]), sum([0.1] * 10), sum([1j, 2]), max(1, 2.5), min([3, 1.5]), 1 < 2.5 < 10**30, 5 in [5.0], {1: 'a', 1.0: 'b', True: 'c'})
x = 2**61; print(x, x - 1, -x, -x - 1, x * x, x + x, (x - 1) + 1, -(-x), x // -1, (-x) // -1, x % 7, hash(x), x >> 61, 1 << 61, (1 << 61) - 1)
i = 1
for k in range(70): i = i * 3 - k
print(i)
i += 2**70; i -= 5; i *= 3; i //= 7; i %= 10**15; i <<= 3; i >>= 1; i |= 1; i &= 2**40 - 1; i ^= 77; i **= 2; print(i); i /= 3; print(i)
