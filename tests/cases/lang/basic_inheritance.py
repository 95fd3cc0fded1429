class Animal:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return "..."

    def intro(self):
        return f"{self.name}: {self.speak()}"


class Cat(Animal):
    def speak(self):
        return "meow"


class Kitten(Cat):
    def __init__(self, name):
        super().__init__(name + " junior")

    def speak(self):
        return super().speak() + "!"


print(Animal("A").intro(), Cat("C").intro(), Kitten("K").intro())
