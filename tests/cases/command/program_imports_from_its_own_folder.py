import sys, _beside
print(_beside.WHO, _beside.__name__, sys.path[0].endswith("/command"))
