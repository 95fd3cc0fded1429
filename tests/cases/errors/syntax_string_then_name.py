x = "a" y
