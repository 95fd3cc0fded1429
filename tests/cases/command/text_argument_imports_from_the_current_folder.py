import sys, _beside
print(_beside.WHO, repr(sys.path[0]))
