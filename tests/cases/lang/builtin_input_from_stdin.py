name = input("Name? ")
print(f"Hello {name}")
n = int(input())
print(n * 2, repr(input("> ")))
import sys

print(repr(sys.stdin.readline()), sys.stdin.read())
try:
    input("at end: ")
except EOFError as e:
    print()
    print(repr(e))
