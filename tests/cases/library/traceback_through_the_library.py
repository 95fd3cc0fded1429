"""Lines and marks of library files in a traceback."""
import textwrap

try:
    textwrap.indent("a", 1)
except TypeError as e:
    print(e)
textwrap.fill(1)
