import _failing_module
print(_failing_module.VALUE)
_failing_module.fail(4)
