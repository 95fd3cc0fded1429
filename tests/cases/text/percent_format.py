# The % operator: conversions, flags, widths, mappings, objects with conversions of their own.
class Named:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "répr"

    def __index__(self):
        return 42

    def __float__(self):
        return 2.5


n = Named()
print("%s %r %a %d %i %u %x %X %#x %o %#o %c %c %e %E %f %g %G %%" % ("a", "b", "é", 1, 2, 3, 255, 255, 255, 8, 8, "z", 65, 1.5, 1.5, 1.5, 1.5, 1e-10))
print("%5d|%-5d|%05d|%+d|% d|%5s|%-5s|%.2s|%5.1s|" % (42, 42, 42, 42, 42, "ab", "ab", "abc", "abc"))
print("%*d|%-*d|%.*f|%0*d" % (5, 42, 5, 42, 2, 3.14159, 6, -42))
print("%(a)s %(b)5d %(a)r %%" % {"a": "x", "b": 7})
print("%s %r %a" % (n, n, n))
print("%x %o %c %e" % (n, n, n, n))
print("%.3d|%8.3d|%-8.3d|%08.3d|%+.3d|%#.4x|%#08x" % (5, 5, 5, 5, 5, 255, 255))
print("%s" % ((1, 2),), "%s" % [1], "%s" % {}, "%s %s" % (None, True), "%d" % 3.99, "%d" % -3.99, "%d" % True, "%d" % 10**30, "%x" % -255)
print("%5.2f|%-8.2f|%+8.2f|%08.2f|%.0f|%#.0f|%g|%#g|%e" % (3.14159, 3.14159, 3.14159, -3.14159, 2.5, 2.5, 1e6, 1e6, 0))
print("%s and %s" % ("a", "b"), "no args" % (), "100%%" % ())
print("é %s \U0001f600" % "\u0153", "%c" % "\U0001f600", "%c" % 0x1F600)
print("%f %e %g" % (float("inf"), float("-inf"), float("nan")), "%5.1f|%05.1f" % (float("inf"), float("-inf")))
print("%(key with (parens))s" % {"key with (parens)": 1}, "%hd %ld %Ld" % (1, 2, 3))
print(b"%s %b %d %x %c %c %a %r %5.2f|%-5s|%05d" % (b"a", bytearray(b"b"), 5, 255, 65, b"z", "é", "é", 2.5, b"q", 42))
print(b"%(a)s" % {b"a": b"v"}, bytearray(b"%s") % b"x", b"%s" % memoryview(b"view"), b"%%" % ())


class Bytes:
    def __bytes__(self):
        return b"made"


print(b"[%b]" % Bytes())


class Number:
    def __int__(self):
        return 7


class Map:
    def __getitem__(self, key):
        return key * 2


print("%d" % Number(), "%(ab)s" % Map())
