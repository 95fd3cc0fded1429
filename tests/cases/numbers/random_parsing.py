# Texts drawn at random as numbers.
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
A = ['0','1','9','5','12','00','.','e','E','-','+','_','x','0x','0b','0o','a','f','z','inf','nan','infinity',' ','\t','\n','j','J','(',')','p','٣','é','1e5','0.1','.5','1.']
def pick(l): return l[ri(len(l))]
def tryit(name, f, *a):
    try:
        r = f(*a)
        print(name, a, '=>', repr(r))
    except (ValueError, OverflowError, TypeError) as e:
        print(name, a, '=>', repr(e))
for i in range(80):
    t = ''
    for k in range(1 + ri(5)): t = t + pick(A)
    tryit('int', int, t); tryit('int0', int, t, 0); tryit('int16', int, t, 16); tryit('int36', int, t, 36); tryit('int2', int, t, 2)
    tryit('float', float, t); tryit('complex', complex, t); tryit('hex', float.fromhex, t)
    b = t.encode()
    tryit('intb', int, b); tryit('floatb', float, b)
for i in range(200):
    d = str(rnd())[:1 + ri(17)]
    for k in range(ri(3)): d = d + str(rnd())
    p = ri(len(d) + 1)
    t = d[:p] + '.' + d[p:] + 'e' + str(ri(700) - 350)
    tryit('float', float, t)
    t = '0x' + hex(rnd())[2:] + '.' + hex(rnd())[2:] + 'p' + str(ri(2300) - 1150)
    tryit('fromhex', float.fromhex, t)
