for n in (0, 1, -1, 5, -5, 2**40, -(2**40)):
    print(n, [n << s for s in (0, 1, 30, 62, 64)], [n >> s for s in (0, 1, 30, 62, 64)])
for a, b in ((12, 10), (-12, 10), (12, -10), (-12, -10)):
    print(a & b, a | b, a ^ b, ~a)
for expr in ("1 << -1", "1 >> -1", "1 << 1.0", "1.0 << 1", "~1.5", "1 & 1.0"):
    try:
        print(eval(expr))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(True << 3, True & 5, True | False, True ^ True, ~5, -True, +True)
print((5).bit_length(), (0).bit_length(), (255).bit_count(), (-7).bit_count())
print((1024).as_integer_ratio(), (3).conjugate(), (3).real, (3).imag, (3).numerator, (3).denominator, (3).is_integer())
