"""A warning about a text that is in no file shows no line of it."""

exec("assert (1, 'always')")
compile("x = 1\nx is 5", "<made>", "exec")
print(eval("1 is 1"))
print(eval(r"'\d'"))
compile("\n\n[](1)", "no_such_file.py", "exec")
if 1 is 1:
    print("but this one is in a file")
try:
    print(None in "text")
except TypeError as e:
    print(e)
