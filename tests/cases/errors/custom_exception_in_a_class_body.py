class Outer:
    class Failure(Exception):
        pass
    def run(self):
        raise self.Failure
Outer().run()
