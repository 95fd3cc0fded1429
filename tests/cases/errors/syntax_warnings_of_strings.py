# A text that is no file has no line to show.
exec("x = '\\d'")
eval("'\\w'")
compile("\nassert (1, 'x')\nx is 1", "name", "exec")
