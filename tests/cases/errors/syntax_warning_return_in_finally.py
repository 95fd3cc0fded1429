def f():
    try:
        1 / 0
    finally:
        return 5
print(f())
for i in range(2):
    try:
        pass
    finally:
        continue
raise SystemExit(1)
