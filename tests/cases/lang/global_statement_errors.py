for s in (
    "def f():\n x = 1\n global x",
    "def f():\n print(x)\n global x",
    "def f(x):\n global x",
    "def f():\n nonlocal x",
    "nonlocal x",
    "def f():\n global x\n nonlocal x",
    "def f():\n x = 1\n def g():\n  nonlocal x\n  x = 2",
    "def f(x):\n nonlocal x",
    "def f():\n def g():\n  nonlocal zz",
    "class C:\n nonlocal x",
    "def f():\n for x in y: pass\n global x",
    "def f():\n x: int\n global x",
    "def f():\n global x\n x: int = 1",
    "global x; x = 1",
):
    try:
        compile(s, "<s>", "exec")
        print("ok", repr(s))
    except SyntaxError as e:
        print(repr(s), "->", e.msg, e.lineno, e.offset)
