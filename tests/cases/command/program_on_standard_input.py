import sys
print(sys.argv, __name__)
print("from stdin")
