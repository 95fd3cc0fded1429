"""Patterns, matches, scanners and substitutions as objects, and what they refuse."""
import copy
import re


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


p = re.compile(r'(?P<first>\w)(?P<second>\d)?', re.I | re.M)
print(p, p.pattern, p.flags, p.groups, dict(p.groupindex), type(p.groupindex).__name__)
print(re.compile(b'x', re.L | re.X), re.compile('x', re.A | re.S), re.compile('x' * 300))
print(p == re.compile(r'(?P<first>\w)(?P<second>\d)?', re.I | re.M), p == re.compile('x'), hash(p) == hash(p), p != 3)
print(copy.copy(p) is p, copy.deepcopy(p) is p, re.Pattern[str], re.Match[bytes])

m = p.search('-a1b', 1, 3)
print(m, m.string, m.re is p, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
print(m.group(), m.group(0, 'first', 2), m['second'], m[1], m.groups(), m.groupdict(), m.start(2), m.end('first'), m.span())
print(m.expand(r'\2-\g<first>-\n|'), m.expand('plain'), copy.copy(m) is m, bool(m))
m = p.match('a')
print(m.groups(), m.groups('?'), m.groupdict('?'), m.start(2), m.span('second'), m.group(2), m.expand(r'[\2]'))

for bad in ('third', 3, -1, 1.5, None):
    attempt(m.group, bad)
attempt(m.group, [])
attempt(m.start, 9)
attempt(p.match, 3)
attempt(p.match, b'')
attempt(re.compile(b'a').match, '')
attempt(p.match, 'a', 's')
attempt(p.match, 'a', 1 << 70)
attempt(re.Pattern)
attempt(re.sub, 'a', 3, 'a')
attempt(re.sub, 'a', lambda m: 3, 'xa')
attempt(re.sub, b'a', lambda m: 3, b'a')
attempt(re.sub, 'a', r'\9', 'a')
attempt(re.sub, 'a', b'b', 'a')
attempt(lambda: p < p)

print(re.sub('a', lambda m: m.group().upper() * m.start(), 'banana'), re.subn('a', '', 'banana', 2), re.sub('', '-', 'abc'))
print(re.sub('a', lambda m: None, 'bab'), re.sub(r'(a)|b', r'<\1>', 'ab'), re.sub('b', r'\\', 'abc'), re.sub('x*', '-', 'abxd'))
print(re.split('(x)|y', 'axbyc'), re.split('', 'abc'), re.split('b', 'abcbd', maxsplit=1), re.split('b', 'abc', maxsplit=-1))
same = 'no match here'
print(re.sub('x', 'y', same) is same, re.findall('(a)(b)?', 'abа'), re.findall('(b)|a', 'ab'))

s = re.compile(r'\w').scanner('ab c')
print(s.match(), s.search(), s.match(), s.search(), s.search(), s.pattern)
it = re.finditer('a', 'banana')
print(type(it).__name__, next(it), [m.start() for m in it], list(it))
print(re.match('a', 'abc', ).endpos, re.compile('b').match('abc', 1), re.compile('^b').match('abc', 1), re.compile('b$').search('abc', 0, 2))


class Index:
    def __index__(self):
        return 1


print(p.match('xy', Index()), m.group(Index()), p.split('a-b', Index()))
data = bytearray(b'aXbX')
found = re.finditer(b'X', data)
print(next(found))
attempt(data.append, 1)
print([m.span() for m in found])
del found
data.append(33)
print(data)
for source in ('(', '[a', 'a{2,1}', '*a', '(?P<1>a)', '(?<=a+)b', r'\1', '(?z)', 'a**', '(?P=x)', '\\', '(?(1)a)', 'x{99999999999}'):
    try:
        re.compile(source)
    except (re.PatternError, OverflowError) as e:
        print(type(e).__name__, e, getattr(e, 'pos', None))
