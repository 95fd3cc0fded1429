s = "hello"
print(s + " " + "world", s * 2, s[0], s[-1], s[1:3], len(s))
print(s.upper(), s.replace("l", "L"), "ell" in s, s == "hello", s < "help")
for c in "abc":
    print(c, end="-")
print()
