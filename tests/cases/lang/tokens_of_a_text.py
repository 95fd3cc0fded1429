"""Every token of a text: numbers, texts, places and lines."""
import io
import tokenize

TEXT = '''\
# comment
def f(a, *b):  # more
    """doc
    string"""
    x = f"a{a!r:>{b}}{{c" + t'{x}'

    if a:
        return (1 +
                # inside
                2.5e3) \\
            .real
\tpass
y = 'é' ; z != 0x1F@2 ** ~3j
'''.replace("\tpass\n", "")


def show(text):
    try:
        for t in tokenize.generate_tokens(io.StringIO(text).readline):
            print(tokenize.tok_name[t.type], tokenize.tok_name[t.exact_type], repr(t.string), t.start, t.end, repr(t.line))
    except (tokenize.TokenError, SyntaxError) as e:
        print(type(e).__name__, e.args[0])


for text in [TEXT, "", "x", "x\n", "# only", "if x:\n  y\n", "(1,\n", "'''abc\n", "a\n\n\n# c\n\n", "if 1:\n    a\n  b\n"]:
    show(text)
    print()
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(TEXT).readline)) == TEXT)
print([t.string for t in tokenize.tokenize(io.BytesIO('# -*- coding: utf-8 -*-\nx = "é"\n'.encode()).readline)])
