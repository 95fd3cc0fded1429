z = 3 + 4j
print(z, z.real, z.imag, abs(z), z.conjugate(), -z, +z)
print(z + 1, z - 2j, z * z, z / (1 + 1j), z**2, 1j**2, 2**1j)
print(complex(1), complex("1+2j"), complex(1, -0.0), complex("-j"), complex(0, float("inf")))
print(z == 3 + 4j, z == 5, 5 == 5 + 0j, hash(5 + 0j) == hash(5), bool(0j))
print(repr(1e20j), str(-0j), 1 - 0j, f"{z:.2f}", f"{z}")
for expr in ("z < z", "z // 1", "z % 1", "1j / 0", "complex('1 + 2j')", "int(z)", "float(z)"):
    try:
        print(eval(expr))
    except Exception as e:
        print(type(e).__name__, e)
