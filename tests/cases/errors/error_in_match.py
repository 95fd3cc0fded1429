def f(x):
    match x:
        case int(a, b):
            pass
f(5)
