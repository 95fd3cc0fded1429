# interrupt_main() does what the handler of the signal says: nothing when it is ignored or left to the system.
import _thread
import signal


def told(what, number=signal.SIGINT):
    try:
        print(what, number, _thread.interrupt_main(number))
    except BaseException as e:
        print(what, number, type(e).__name__, e)


before = signal.getsignal(signal.SIGINT)
for handler in signal.SIG_IGN, signal.SIG_DFL, lambda number, frame: print("handled", number):
    for number in signal.SIGINT, signal.SIGTERM:
        signal.signal(number, handler)
        told(getattr(handler, "name", "own"), number)
signal.signal(signal.SIGINT, before)
told("before")
for number in -1, 0, signal.NSIG:
    told("wrong", number)
