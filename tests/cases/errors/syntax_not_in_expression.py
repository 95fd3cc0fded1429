x = 3 not 4
