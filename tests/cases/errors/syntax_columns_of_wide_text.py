# What is found after parsing has its columns in bytes of UTF-8, what the parser finds has them in characters.
PROGRAMS = [
    "'é'; return",
    "def f():\n    'éé'; nonlocal x\n",
    "x = 'é'; yield",
    "'日本語'; await x",
    "def f(): 'é'; x = 1; global x",
    "print('é', *a, b=1, b=2)",
    "class C: 'é'; return 1",
    "'é'; break",
    "'😀'; continue",
    "'é'; from __future__ import nope",
    "def f(): 'é'; from x import *",
    "def f(a, é, a): pass",
    "def f():\n  'éé'; __debug__ = 1",
    "'é' + (x := 1) + [y := 1 for y in z]",
    "match 'é':\n  case {'é': a, 'é': b}: pass",
    "match x:\n  case 'é' | (a, b) | c: pass",
    "def é(): 'é'; x: int; global x",
    "async def f(): 'é'; yield from x",
    "[ 'é' async for x in y]",
    "type X = ('é', (yield))",
    "class A[T: ('é', (yield))]: pass",
    "try:\n  pass\nexcept* 'é': return",
    "x = ('é',\n  é); return (é,\n éé)\n",
    "'é'; import x as __debug__",
    # the parser's
    "'é'; f(x for x in y, 1)",
    "'é' = 1",
    "'é'; None = 1",
    "'é'; del f()",
    "'é'; x + 1 = 2",
    "'é'; f(a=1, 2)",
    "f'é{x!z}'",
]
for program in PROGRAMS:
    try:
        compile(program, "text", "exec")
    except SyntaxError as e:
        print(repr(program))
        print("   ", e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset), repr(e.text))

try:
    exec("x = 'é'; return")
except SyntaxError as e:
    print(e.offset, e.end_offset, e.text)

import traceback

try:
    exec("x = 'é'; (x for x in y, 1); f(x for x in y, 1)")
except SyntaxError:
    print(traceback.format_exc().splitlines()[-4:])
