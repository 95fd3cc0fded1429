def f(x):
    try:
        return 10 / x
    except ZeroDivisionError:
        return "zero"
    except TypeError as e:
        return f"type error: {e}"
    finally:
        print("finally", x)


print(f(2))
print(f(0))
print(f("a"))
