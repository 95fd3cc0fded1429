"""Functions of the library are compiled when they are first called; nothing a program can see tells."""
import copy
import textwrap

# attributes that are there before a call, and those that need the whole code
code = textwrap.dedent.__code__
print(code.co_name, code.co_argcount, code.co_freevars)
print(textwrap.dedent.__doc__.splitlines()[0])
print(code is textwrap.dedent.__code__)
print("lines" in code.co_varnames or len(code.co_varnames) > 1)
print(textwrap.dedent("  a\n  b"))
print(code is textwrap.dedent.__code__, hash(code) == hash(textwrap.dedent.__code__))
print(textwrap.indent.__code__ == textwrap.dedent.__code__)

# methods, private names, __class__, generators
print(textwrap.TextWrapper(width=20).wrap("the quick brown fox jumps over the lazy dog"))
print(textwrap.TextWrapper._split.__qualname__, textwrap.TextWrapper._split.__doc__.split()[0])


class Quiet(textwrap.TextWrapper):
    def __init__(self, **options):
        super().__init__(width=10, **options)


print(Quiet().fill("one two three four"))
print(copy.deepcopy.__defaults__[0], copy.deepcopy.__module__)
print(copy.deepcopy([1, [2]]), copy.copy.__doc__.split("\n")[0])


def late():
    try:
        textwrap.fill(1)
    except AttributeError as e:
        tb = e.__traceback__
        while tb.tb_next:
            tb = tb.tb_next
        print(tb.tb_frame.f_code.co_name, tb.tb_frame.f_code.co_filename.rsplit("/", 1)[-1], e)


late()
