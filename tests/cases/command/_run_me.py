import sys

print("run as", __name__, sys.argv[1:], sys.argv[0].rsplit("/", 1)[1])
print(__spec__.name, __package__ == "")
