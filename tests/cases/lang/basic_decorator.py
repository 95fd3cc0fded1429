def twice(f):
    def wrapper(*args, **kwargs):
        f(*args, **kwargs)
        return f(*args, **kwargs)

    return wrapper


@twice
def greet(name, mark="!"):
    print("hi", name + mark)
    return name


print(greet("Ada", mark="?"))
