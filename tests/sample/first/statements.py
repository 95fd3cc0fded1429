# A few plain statements, as somebody types them who tries out what this is.
name = "Ada"
born = 1815
print("Hello,", name, "!")
print(1 + 1, 7 / 2, 7 // 2, 7 % 3, 2 ** 10, -3, 0.1 + 0.2, 1 < 2)
print(born + 200, born * 2, born - 1, born > 1800, born / 2, "a" + name, not born, born == 1815)
total = 0
total += born
numbers = [1, 2, 3]
print(total, numbers, len(numbers), numbers[0], None, True)
if total > 1000 and name == "Ada":
    print("more")
else:
    print("less")
