"""Warnings of the compiler go through the warnings module."""
import warnings

TEXTS = ["x is 1", "'a' 'b'[0.5]", "assert (1, 2)", "'\\d'", "1()", "def f():\n    try: pass\n    finally: return"]
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for text in TEXTS:
        compile(text, "some.py", "exec")
for w in log:
    print(w.category.__name__, w.filename, w.lineno, w.message)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for text in TEXTS:
        try:
            compile(text, "some.py", "exec")
        except SyntaxError as e:
            print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_offset)
x = 5
print(x is 5)
