print("hello", hex(255), object())
