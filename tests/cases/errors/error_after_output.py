import sys
print("partial output", end="")
sys.stdout.flush()
raise RuntimeError("after output")
