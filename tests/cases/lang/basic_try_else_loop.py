for i in range(3):
    try:
        if i == 1:
            raise ValueError
    except ValueError:
        print("error", i)
        continue
    else:
        print("fine", i)
    finally:
        print("done", i)
else:
    print("loop else")
