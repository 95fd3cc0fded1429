import ast
ast.parse("def f(:\n  pass", "imported.py")
