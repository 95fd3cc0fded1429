import traceback
def f():
    raise ValueError("printed")
try:
    f()
except ValueError as e:
    traceback.print_exc()
    print(traceback.format_exc().count("\n"))
    print("".join(traceback.format_exception(e)), end="")
    for fr in traceback.extract_tb(e.__traceback__):
        print(fr.lineno, fr.name, fr.line)
traceback.print_stack()
raise SystemExit(1)
