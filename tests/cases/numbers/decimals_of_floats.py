"""The shortest digits and fixed decimals of floats, at the edges between quick and careful ways to find them."""
edges = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, 0.1, 0.3, 0.1 + 0.2, 1.005, 2.675, 0.045, 1e-4, 0.00012, 9.5e-5, 99.99995]
edges += [9999999999.5, 1e10, 12345678901.25, 999999.9999995, 123456789012345.67, 2.0**52 + 0.5, 2.0**53, 1e15, 1e16, 1e22]
edges += [5e-324, 2.0**-52, 2.0**-53, 1.7976931348623157e308, -1.25, -0.005, -2.5, float("inf"), float("nan")]
for x in edges:
    print(repr(x), f"{x:.0f} {x:.1f} {x:.2f} {x:.3f} {x:.15f}", "%.2f|%8.1f|%-9.3f|%+.0f|%#.0f" % (x, x, x, x, x), f"{x:,.2f} {x:08.2f} {x:.1%} {x:g}")
for i in range(40):
    x = (i * 7919 % 1000 - 300) / 8 + i / 100
    print(x, f"{x:.1f} {x:.2f}", -x, complex(x, i), round(x, 1), [x * 3], f"{x / 3:.3f} {x / 3}")
scaled = [i * 10**k / 10**5 for k in range(12) for i in (1, 5, 12, 123, 99995)]
print(scaled, all(float(repr(x)) == x for x in scaled))
for n in (0, 7, -255, 2**32, 2**32 - 1, -(2**61), 10**18):
    print(f"{n} {n:x} {n:#o} {n:b} {n:,} {n:_x} {n:+d} {n:08X}", hex(n), oct(n), bin(n), "%x %o %d" % (n, n, n))
