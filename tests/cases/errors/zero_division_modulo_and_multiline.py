x = 0
result = (10
          + 20 %
          x
          + 30)
