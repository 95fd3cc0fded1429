name = "Ada"
age = 36
print("Name: " + name + ", age: " + age)
