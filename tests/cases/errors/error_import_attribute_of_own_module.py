from _failing_module import VALEU
