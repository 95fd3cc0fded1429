# A reader whose lines come from an iterator that asks the reader itself.
import csv


class Lines:
    def __init__(self, lines):
        self.lines = iter(lines)
        self.asked = False

    def __iter__(self):
        return self

    def __next__(self):
        if not self.asked:
            self.asked = True
            print("inner:", next(self.reader, "nothing"))
        return next(self.lines)


for lines in (["a,b", "c,d"], ['"x', 'y",z', "1,2"], ["", "p"], []):
    source = Lines(lines)
    source.reader = reader = csv.reader(source)
    while True:
        try:
            print(next(reader))
        except csv.Error as e:
            print("Error:", e)
        except StopIteration:
            break
