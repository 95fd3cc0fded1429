raise SyntaxError("made up", ("file.py", 3, 5, "x = (1\n", 3, 7))
