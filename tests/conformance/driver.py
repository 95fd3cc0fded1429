"""Runs one module of CPython's own tests and says how each test ended.

Arguments: the module, and a file with the ids of tests that are left out. Lines that begin with `@@` are ours: `@@ start ID`, `@@ ok ID`,
`@@ fail ID reason`, `@@ skip ID`, and `@@ end` when the module is through. Whatever else is printed is the tests' own.
"""

import sys

write = sys.__stdout__.write
flush = sys.__stdout__.flush


def say(word, name="", more=""):
    write("\n@@ %s %s %s\n" % (word, name.replace(" ", "_"), ascii(more)[1:200] if more else ""))
    flush()


def leave_out(suite, unittest, names):
    if not isinstance(suite, unittest.TestSuite):
        return None if suite.id() in names else suite
    kept = [t for t in (leave_out(t, unittest, names) for t in suite) if t is not None]
    return type(suite)(kept)


def main(module, names):
    import unittest
    from test import support

    support.use_resources = {}
    loader = unittest.TestLoader()
    try:
        tests = loader.loadTestsFromModule(__import__(module, fromlist=["*"]))
    except unittest.SkipTest:
        return say("end")
    except BaseException as e:
        say("fail", module, "%s: %s" % (type(e).__name__, e))
        return say("end")
    for error in loader.errors:
        say("fail", module, error.strip().rpartition("\n")[2])

    class Result(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            self.ended = ("ok", "")
            say("start", test.id())

        def stopTest(self, test):
            sys.stdout = sys.__stdout__
            say(self.ended[0], test.id(), self.ended[1])

        def bad(self, test, err):
            reason = "%s: %s" % (err[0].__name__, err[1])
            if hasattr(test, "_testMethodName") or hasattr(test, "_dt_test"):
                self.ended = ("fail", reason)
            else:
                say("fail", test.id(), reason)

        addError = addFailure = bad

        def addSubTest(self, test, subtest, err):
            if err is not None:
                self.bad(test, err)

        def addSkip(self, test, reason):
            if hasattr(test, "_testMethodName") and self.ended[0] == "ok":
                self.ended = ("skip", reason)

        def addUnexpectedSuccess(self, test):
            self.ended = ("fail", "unexpected success")

    leave_out(tests, unittest, names).run(Result())
    say("end")


with open(sys.argv[2], encoding="utf-8") as file:
    names = frozenset(file.read().split("\n"))
main(sys.argv[1], names)
