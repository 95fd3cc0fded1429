# Arithmetic on pseudo-random operands.
s = 12345
def rnd():
    global s
    s = (s * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return s >> 11
def ri(n):
    return rnd() % n
def rint():
    k = ri(10)
    b = [3, 8, 16, 31, 33, 61, 62, 64, 130, 300][k]
    v = 0
    while b > 0:
        v = (v << 30) | (rnd() & ((1 << 30) - 1))
        b = b - 30
    v = v >> ri(30)
    if ri(6) == 0:
        v = 1 << ri(200)
        v = v + ri(3) - 1
    return -v if ri(2) else v
SP = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, float('inf'), float('-inf'), float('nan'), 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 1e16, 1e22, 123456789.125, 0.1, 2.5, 3.5, 1e-5]
def rfloat():
    k = ri(8)
    if k == 0: return SP[ri(len(SP))]
    if k == 1: return ri(1000) / 8.0
    if k == 2: return ri(100000) / 1000.0
    m = rnd()
    e = [ri(40) - 20, ri(600) - 300, ri(2000) - 1074, ri(120) - 60, -52][ri(5)]
    import_ldexp = m * 2.0 ** (-53)
    try:
        v = import_ldexp * 2.0 ** e
    except OverflowError:
        v = 1e308
    return -v if ri(2) else v
def num():
    return rint() if ri(2) else rfloat()
def show(name, f, *a):
    try:
        r = f(*a)
        print(name, a, '=>', repr(r))
    except (ArithmeticError, ValueError, TypeError, MemoryError) as e:
        print(name, a, '=>', repr(e))
def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def tdiv(a, b): return a / b
def fdiv(a, b): return a // b
def mod(a, b): return a % b
def dm(a, b): return divmod(a, b)
def lt(a, b): return (a < b, a <= b, a == b, a != b, a > b, a >= b)
def ha(a, b): return (hash(a) if a == a else 0, hash(b) if b == b else 0)
def pw(a, b): return a ** b
def band(a, b): return (a & b, a | b, a ^ b, ~a)
def sh(a, n): return (a << n, a >> n)
def pm(a, b, c): return pow(a, b, c)
def rd(a, n): return round(a, n)
for i in range(40):
    a = num(); b = num()
    show('+', add, a, b); show('-', sub, a, b); show('*', mul, a, b); show('/', tdiv, a, b)
    show('//', fdiv, a, b); show('%', mod, a, b); show('divmod', dm, a, b); show('cmp', lt, a, b); show('hash', ha, a, b)
    x = rint(); y = rint()
    show('bits', band, x, y); show('shift', sh, x, ri(150)); show('/', tdiv, x, y)
    show('pm', pm, x, abs(y), rint()); show('pm', pm, x, y, rint())
    show('pow', pw, rint() % 1000 - 500, ri(60)); show('fpow', pw, rfloat(), ri(6))
    show('round', rd, rfloat(), ri(40) - 20); show('iround', rd, rint(), -ri(30))
    show('round', rd, ri(1000000) / 1000.0, ri(4)); 
    show('str', str, x); show('float', float, x)
    f = rfloat()
    show('int', int, f); show('repr', repr, f)
    if f == f and f - f == 0:
        print(float(repr(f)) == f, f.as_integer_ratio(), f.hex(), float.fromhex(f.hex()) == f, f.is_integer(), f.__floor__(), f.__ceil__(), round(f))
    print(x.bit_length(), x.bit_count(), hex(x), oct(x), bin(x), int(str(x)) == x, int(hex(x), 16) == x, x.to_bytes(60, 'little', signed=True), int.from_bytes(x.to_bytes(50, 'big', signed=True), 'big', signed=True) == x)
