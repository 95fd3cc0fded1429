"""tokenize: every token with its place, comments, continuation, f-strings, and errors."""
import io
import tokenize

SOURCES = [
    'x = 1', 'x = 1\n', '# c', '# c\n\nif a:\n    b # d\n\n  # e\nc\n', 'if a:\n  b', 'a\r\nb\r\n', "x = '''a\nb''' + y\n",
    "f'a{x!r:>{w}}b{{'\n", "f'''a\n{x}\nb'''\n", '(1,\n # c\n 2)\n', 'a \\\n b\n', "é = 'ж' + b\n", '$?\n', '', '\n\n', '   \n', 'a; b\n', '(',
    "'abc", "'''abc\n", 'if a:\n    b\n  c\n', 'a \\ b\n', '1_\n', 'x\n\ty\n', 'if a:\n\tb\n        c\n', "t'{a}'\n", 'def f():\n  pass\n\n\n',
    '0777\n', 'a\n  ', 'if 1:\n  a\n  #x', 'a := b -> c ** d // e <<= 3 ... != @\n',
]
for source in SOURCES:
    print(ascii(source))
    try:
        for token in tokenize.generate_tokens(io.StringIO(source, newline='').readline):
            print('  ', tokenize.tok_name[token.exact_type], ascii(tuple(token)))
    except (tokenize.TokenError, SyntaxError) as e:
        print('  ', type(e).__name__, e.args)
data = b'# -*- coding: latin-1 -*-\nx = "\xe9"\n'
for token in tokenize.tokenize(io.BytesIO(data).readline):
    print(ascii(token))
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO('def f(a, b):\n    return a+b # x\n').readline)))
