async def greet(name):
    print("running now")
    return f"hello {name}"


call = greet("Ada")
print(type(call).__name__)
print(call.__name__, "has not started")

call.close()
print("closed: its body never ran")

greet("Grace")  # dropped at once: Python warns
print("end of the program, and no loop was needed")
