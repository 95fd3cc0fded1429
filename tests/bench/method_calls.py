# Classes: method calls, attribute loads and stores, a property, a subclass with super().
from time import perf_counter


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.count = 0

    def deposit(self, amount):
        self.balance += amount
        self.count += 1
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            return False
        self.balance -= amount
        self.count += 1
        return True

    @property
    def average(self):
        return self.balance // (self.count + 1)


class Saving(Account):
    def __init__(self, balance, rate):
        super().__init__(balance)
        self.rate = rate

    def deposit(self, amount):
        return super().deposit(amount + self.rate)


def work(n):
    total = 0
    account = Account(100)
    for i in range(n):
        account.deposit(i)
        account.withdraw(i // 2)
        total += account.average
        if i % 10 == 0:
            total += Saving(i, 2).deposit(3).balance
    return total


start = perf_counter()
result = work(150_000)
elapsed = perf_counter() - start
assert result == 2531175344, result
print("bench", elapsed)
