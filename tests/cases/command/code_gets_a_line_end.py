# what -c is given gets a line end more
print("never")
x = '''not closed
y = 2
