"abc".upper().x = 1
