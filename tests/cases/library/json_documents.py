"""json: documents read and written, hooks, indentation, what is refused and where."""
import json
from collections import OrderedDict


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, '__notes__', ''))


TEXT = ' {"a": [1, -2.5, 1e3, 0, -0, 12345678901234567890], "b": {"c": null, "d": true, "e": false}, "s": "x\\n\\u00e9\\ud83d\\ude00\\/\\"", "": {}, "l": []} '
value = json.loads(TEXT)
print(value)
print(json.dumps(value), json.dumps(value, ensure_ascii=False))
print(json.dumps(value, indent=2, sort_keys=True))
print(json.dumps(value, indent='\t', separators=(',', ' = ')))
print(json.loads(TEXT, parse_float=str, parse_int=lambda s: s + '!', object_hook=lambda d: sorted(d)))
print(json.loads(TEXT, object_pairs_hook=OrderedDict)['b'])
print(json.loads('[NaN, Infinity, -Infinity]'), json.loads('[NaN]', parse_constant=lambda s: s * 2))
print(json.loads(b'["\xc3\xa9"]'), json.loads('"\\ud83d"') == '\ud83d', json.loads('"tab\t"', strict=False))
for bad in ('', '[', '[1', '[1,', '[1,]', '{', '{"a"', '{"a" 1}', '{"a":', '{"a":1,}', '{"a":1 "b"', '{a:1}', '[1 2]', 'nul', '"', '"\\x"', '"\\u12"',
            '"\\u12g4"', '"a\nb"', '01', '1.', '-', '+1', '[1] x', '{"a":1}}', "{'a':1}", '"\\ud800\\u12"'):
    attempt(json.loads, bad)
attempt(json.loads, 3)


class Odd:
    pass


class IntLike(int):
    def __repr__(self):
        return 'wrong'


class Text(str):
    pass


print(json.dumps([IntLike(3), Text('t'), (1, 2), {1: 2, 1.5: 3, None: 4, True: 5, Text('k'): 6}, 10**30, float('nan'), -float('inf'), 1e16, 1.0]))
print(json.dumps({'z': 1, 'a': 2, 'é': 3}, sort_keys=True), json.dumps({(1, 2): 3, 'a': 4}, skipkeys=True))
print(json.dumps('\x00\x1f"\\/\u2028\U0001F600é\x7f'), json.dumps('\u2028é', ensure_ascii=False))
attempt(json.dumps, {(1, 2): 3})
attempt(json.dumps, [1, {'k': [Odd()]}])
attempt(json.dumps, float('inf'), allow_nan=False)
attempt(json.dumps, {'b': 1, 3: 2}, sort_keys=True)
loop = []
loop.append(loop)
attempt(json.dumps, loop)
attempt(json.dumps, {'a': Odd()}, default=lambda o: {'odd': [1]})
attempt(json.dumps, Odd(), default=lambda o: o)
attempt(json.dumps, [Odd()], default=lambda o: 1 / 0)


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({'s': {3, 1, 2}}, cls=Encoder, indent=1), list(Encoder().iterencode([1, {2}])))
attempt(json.dumps, [Odd()], cls=Encoder)
print(json.JSONDecoder().raw_decode('[1] tail'), json.detect_encoding(b'\xff\xfe['))

depth = 20_000
deep = json.loads('[' * depth + ']' * depth)
print(len(json.dumps(deep)))
for f, arg in ((json.loads, '[' * 200_000), (json.loads, '{"a":' * 200_000)):
    try:
        f(arg)
    except RecursionError:
        print('RecursionError')
