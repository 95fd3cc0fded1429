import time

print("the body begins")
time.sleep(0.05)
value = 42
print("the body ends")
