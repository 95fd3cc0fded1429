# A few plain statements, as somebody types them who tries out what this is.
name = "Ada"
born = 1815
print("Hello,", name)
print(born + 200, born * 2, born > 1800, 7 / 2, "a" + "b")
total = 0
total += born
numbers = [1, 2, 3]
print(total, numbers, len(numbers), numbers[0], None)
if total > 1000:
    print("more")
else:
    print("less")
