import sys
print(len(sys.argv), sys.argv[1:], sys.argv[0].rsplit("/", 1)[1])
