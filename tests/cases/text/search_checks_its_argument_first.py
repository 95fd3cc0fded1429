# The order in which searches, replacements and % look at wrong arguments; what is not iterable though it can be subscripted.
import decimal
import re


def told(text):
    try:
        print(text, "=", repr(eval(text)))
    except Exception as e:
        print(text, "->", type(e).__name__, e)


for text in (
    "'abc'.find(1, 'x')", "'abc'.count([], 2, 'y')", "'abc'.rindex(None, ...)", "'abc'.find('a', 'x')", "'abc'.replace('a', 1, 'x')",
    "'abc'.replace('a', 'b', 'x')", "'abc'.startswith(None)", "b'abc'.endswith(None)", "'abc'.rpartition(None)", "'abc'.partition(1)",
    "'%(a)*d' % {'a': 5}", "'%(a).*f' % {'a': 'x'}", "'%(a)-*s|%(a)s' % {'a': 3}", "'%(a)*%' % {'a': 4}",
    "format(decimal.Decimal(1), 'x>08.d')", "format(decimal.Decimal(1), '>08')", "format(decimal.Decimal(1), 'zz')",
    "int(decimal.Decimal('inf'))", "int(decimal.Decimal('nan'))", "object.__format__('a', None)", "(1).__format__(None)",
    "iter(int | str)", "iter(re.match('a', 'a'))", "list(re.match('a', 'a'))", "'a' in re.match('a', 'a')",
):
    told(text)


class Squares:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


class Borrowed:
    __getitem__ = [5, 6].__getitem__


print(list(Squares()), list(Borrowed()), 4 in Squares())
