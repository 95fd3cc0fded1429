from _failing_module import Widget as W
W().draw()
