async def co():
    print("no")


c = co()
c.close()
del c
d = co()
try:
    d.throw(ValueError("x"))
except ValueError as e:
    print(e)
del d
e = co()
try:
    e.send(None)
except StopIteration:
    pass
del e
print("end")
