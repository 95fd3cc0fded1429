"""`tokenize` takes text in which brackets do not match: `inspect.getsource` reads functions out of the middle of calls."""
import io
import tokenize

for text in ["x)\n", "f = (a])\n", "  )\n", "(a, lambda x: x)\n}\n"]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        print(tokenize.tok_name[token.type], repr(token.string), token.start, end="; ")
    print()
try:
    list(tokenize.generate_tokens(io.StringIO("(a\n").readline))
except tokenize.TokenError as error:
    print(error)
