import types


@types.coroutine
def ask(question):
    answer = yield question
    return answer


async def greet():
    name = await ask("name?")
    mood = await ask("mood?")
    return f"{name} is {mood}"


call = greet()
print(call.send(None))
print(call.send("Ada"))
try:
    call.send("curious")
except StopIteration as stop:
    print("returned:", stop.value)
