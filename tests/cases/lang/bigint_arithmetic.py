a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a + b, a - b, a * b)
print(b // a, b % a, -b // a, -b % a, divmod(-b, a), divmod(b, -a))
print(a**5)
print(pow(a, 65537, b))
print(pow(3, -1, 7), pow(a, -1, 10**9 + 7))
print(a & b, a | b, a ^ b, ~a)
print(-a & b, -a | b, -a ^ -b)
print(a << 70, a >> 20, -a >> 20, a >> 500, -a >> 500)
print(a == a + 0, a < b, a > b, a <= a, hash(a), hash(-a), hash(2**61 - 1), hash(2**61), hash(-1), hash(-2))
print(int(1e30), float(a), a / b, a / 3)
print(abs(-a), a.bit_length(), (a * 0), bool(a), bool(a - a))
print(10**50, -(10**50), 10**100 // 10**98)
print(
    (2**200).to_bytes(26, "big").hex(),
    int.from_bytes(b"\xff" * 20, "little"),
    int.from_bytes(b"\xff\xfe", "big", signed=True),
)
