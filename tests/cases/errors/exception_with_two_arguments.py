raise ValueError("first", 2)
