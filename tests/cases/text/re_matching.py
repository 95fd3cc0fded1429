"""What patterns match: every operation of the matcher, on text of each width and on bytes."""
import re

CASES = [
    (r'abc', 'xabcx abc'), (r'a.c', 'a\nc abc'), (r'(?s)a.c', 'a\nc'), (r'[a-c]+', 'xxabcabx'), (r'[^a-c]+', 'abcxyz'),
    (r'\w+', 'héllo wörld_1 ... ж'), (r'(?a)\w+', 'héllo'), (r'\d+', '12 ٣٤'), (r'\s', 'a\u2003b'), (r'\W', 'ab!'),
    (r'^b', 'a\nb'), (r'(?m)^b', 'a\nb'), (r'a$', 'a\n'), (r'(?m)a$', 'a\nb'), (r'\Aa\Z', 'a'), (r'\bfoo\b', 'a foo.'),
    (r'\Boo', 'foo'), (r'\B', ''), (r'a*', 'baac'), (r'a+?', 'aaa'), (r'a{2,3}', 'aaaaa'), (r'a{2,3}?', 'aaaaa'),
    (r'(a|ab)(c|bcd)(d*)', 'abcd'), (r'(?:a|b)+c', 'ababc'), (r'(a|b)*?c', 'abac'), (r'(?:(a)|b)*', 'ab'), (r'(a*)*', 'aab'),
    (r'(a*)+?b', 'aab'), (r'(?:a?)*y', 'aay'), (r'(\w+) \1', 'the the'), (r'(?i)(\w+) \1', 'The tHE'), (r'(?P<x>a)(?P=x)', 'aa'),
    (r'(<)?a(?(1)>|!)', '<a> a!'), (r'(?<=\$)\d+', 'a $12'), (r'(?<!\$)\b\d+', '$12 34'), (r'a(?=b)', 'ac ab'),
    (r'a(?!b)', 'ab ac'), (r'(?>a+)ab', 'aaab'), (r'(?>a|ab)c', 'abc ac'), (r'a++b', 'aaab'), (r'a*+a', 'aaa'),
    (r'(?:ab)++c', 'ababc'), (r'(?:ab?)*+b', 'abab'), (r'x?+x', 'x'), (r'[\s\S]', '\n'), (r'[^\s\S]', 'a'),
    (r'(?i)straße|ſ', 'STRASSE s'), (r'(?i)[k]', '\u212a'), (r'(?i)Ж', 'жЖ'), (r'[а-яё]+', 'ПРИВЕТ мир'), (r'(?i)[а-я]+', 'ПРИВЕТ'),
    (r'[😀-😎]+', 'a😃😄b'), (r'(?i)[\U00010400-\U00010427]', '\U00010428'), (r'[\u0100-\u0200\u3000x]', 'y\u3000'), ('\udc80', '\udc80'),
    (r'(a)(b)?(c)?', 'ac'), (r'((a)|(b))*', 'abba'), (r'(?:(x)|(y)|z)+', 'xyz'), (r'(.*)(\d+)', 'ab123'), (r'.*?(\d+)', 'ab123'),
    (r'(?=(a+))a*b\1', 'baaabac'), (r'(?:(?=(\w))\w)+', 'abc'), (r'(?!(a)b)a(c)', 'ac'), (r'(?x) a  b # c', 'ab'), (r'(?i:A)b', 'ab aB'),
    (r'(?-i:a)b', 'ab'), (r'', 'ab'), (r'()', 'a'), (r'a{0}b', 'b'), (r'(a){0}b', 'b'), (r'(?:a{2}){2}', 'aaaaa'),
    (r'"(?:[^"\\]|\\.)*"', r'say "a\"b" now'), (r'(\d{1,3})(?=(?:\d{3})+$)', '1234567'), (r'a(?:b|c|d){2,}?e', 'abcde'),
]

for pattern, text in CASES:
    p = re.compile(pattern)
    for m in (p.match(text), p.fullmatch(text), p.search(text)):
        print(ascii(pattern), m and (m.span(), ascii(m.groups()), m.lastindex, m.lastgroup, m.regs))
    print('   ', ascii(p.findall(text)), ascii(p.split(text)), ascii(p.sub('<\\g<0>>', text)))

for pattern, text in [(rb'\w+', b'h\xe9llo'), (rb'[\x80-\xff]', b'a\xfe'), (rb'(?i)A', b'aA'), (rb'(?L)\w', b'_\xe9'), (rb'(?iL)[a-c]', b'BX')]:
    p = re.compile(pattern)
    print(pattern, p.findall(text), p.findall(bytearray(text)), p.findall(memoryview(text)[1:]), p.sub(b'-', text))

# a repeat that has to give back a lot, and one that nests deeply
print(re.match(r'(?:a|b)*c', 'ab' * 5000 + 'c').end())
print(re.match('(' * 50 + 'x' + ')' * 50 + '{1,3}', 'xxx').lastindex)
print(re.search(r'(?:\w+\s?)+$', 'word ' * 200).span())
