"""unittest runs tests and reports as CPython does."""
import io
import sys
import unittest
from unittest import mock


class Arithmetic(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("class set up")

    def setUp(self):
        self.addCleanup(print, "cleaned up")

    def test_addition(self):
        self.assertEqual(1 + 1, 2)

    def test_failure(self):
        self.assertEqual([1, 2, 3], [1, 2, 4])

    def test_error(self):
        {}["missing"]

    @unittest.skip("not today")
    def test_skipped(self):
        raise AssertionError

    @unittest.expectedFailure
    def test_expected(self):
        self.fail("as expected")

    def test_subtests(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "invalid literal") as caught:
            int("x")
        self.assertIn("'x'", str(caught.exception))
        with self.assertWarns(DeprecationWarning):
            import warnings

            warnings.warn("old", DeprecationWarning)
        with self.assertLogs("here", level="INFO") as logs:
            import logging

            logging.getLogger("here").info("said")
        self.assertEqual(logs.output, ["INFO:here:said"])

    def test_mock(self):
        m = mock.Mock(return_value=3)
        self.assertEqual(m(1, a=2), 3)
        m.assert_called_once_with(1, a=2)
        with mock.patch("sys.stdout", new_callable=io.StringIO) as out:
            print("patched")
        self.assertEqual(out.getvalue(), "patched\n")


stream = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Arithmetic)
result = unittest.TextTestRunner(stream=stream, verbosity=2).run(suite)
report = stream.getvalue()
print("\n".join(line for line in report.splitlines() if not line.startswith(("Ran ", "  File"))))
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), result.wasSuccessful())
