class Dog:
    kind = "canine"

    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says woof"


d = Dog("Rex")
print(d.name, d.speak(), d.kind, Dog.kind)
d.name = "Max"
print(d.speak(), isinstance(d, Dog))
