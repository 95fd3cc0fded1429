# Format specifications drawn at random.
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
FILL = ['', '*<', '>', '^', '=', '0=', ' =', '_^', '<']
SIGN = ['', '+', '-', ' ']
Z = ['', '', '', 'z']
ALT = ['', '', '#']
ZERO = ['', '', '0']
WIDTH = ['', '', '5', '12', '25']
GROUP = ['', '', ',', '_']
PREC = ['', '', '.0', '.1', '.2', '.3', '.6', '.10', '.17', '.30', '.,', '.3_', '._']
TI = ['', 'd', 'b', 'o', 'x', 'X', 'c', 'n', 'e', 'f', 'g', '%', 'E', 'F', 'G', 's', 'q']
def pick(l): return l[ri(len(l))]
def spec():
    return pick(FILL) + pick(SIGN) + pick(Z) + pick(ALT) + pick(ZERO) + pick(WIDTH) + pick(GROUP) + pick(PREC) + pick(TI)
def fm(v, s):
    try:
        print(repr(v), s, '=>', repr(format(v, s)))
    except (ValueError, OverflowError, TypeError) as e:
        print(repr(v), s, '=>', repr(e))
for i in range(250):
    sp = spec()
    fm(rint(), sp); fm(rfloat(), sp)
    if i % 4 == 0:
        fm(complex(rfloat(), rfloat()), sp); fm(bool(ri(2)), sp); fm(ri(300), sp)
    x = rfloat()
    print('%s %r %.3f %e %g %10.2f|%-12.4g|%+d' % (x, x, x, x, x, x, x, ri(1000)))
