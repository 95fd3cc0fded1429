async def greeting(name):
    print(f'Hello {name}')

g = greeting('Guido')
print(repr(g))
print(str(g))
g.close()
