"""Signals of a process that has one sender: Stop, which is SIGINT, and the program itself."""

import _thread
import operator
import time

SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1 = range(1, 11)
SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP = range(11, 21)
SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS = range(21, 32)
SIGIOT, SIGCLD, SIGPOLL = SIGABRT, SIGCHLD, SIGIO
SIGRTMIN, SIGRTMAX, NSIG = 34, 64, 65
SIG_DFL, SIG_IGN = 0, 1
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2

_TEXTS = {
    SIGHUP: 'Hangup', SIGINT: 'Interrupt', SIGQUIT: 'Quit', SIGILL: 'Illegal instruction', SIGTRAP: 'Trace/breakpoint trap',
    SIGABRT: 'Aborted', SIGBUS: 'Bus error', SIGFPE: 'Floating point exception', SIGKILL: 'Killed',
    SIGUSR1: 'User defined signal 1', SIGSEGV: 'Segmentation fault', SIGUSR2: 'User defined signal 2', SIGPIPE: 'Broken pipe',
    SIGALRM: 'Alarm clock', SIGTERM: 'Terminated', SIGCHLD: 'Child exited', SIGCONT: 'Continued',
}


def default_int_handler(signalnum, frame, /):
    """The default handler for SIGINT: it raises KeyboardInterrupt."""
    raise KeyboardInterrupt


_handlers = {SIGINT: default_int_handler}


class ItimerError(OSError):
    """A timer that cannot be set."""

    __module__ = 'signal'


itimer_error = ItimerError


def _check(number):
    if not 1 <= number < NSIG:
        raise ValueError('signal number out of range')


def signal(signalnum, handler, /):
    """Set the action for a signal; gives the one before."""
    if _thread.get_ident() != _thread._get_main_thread_ident():
        raise ValueError('signal only works in main thread of the main interpreter')
    _check(signalnum)
    if handler not in (SIG_DFL, SIG_IGN) and not callable(handler):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    if signalnum in (SIGKILL, SIGSTOP):
        raise OSError(22, 'Invalid argument')
    before = _handlers.get(signalnum, SIG_DFL)
    _handlers[signalnum] = handler
    return before


def getsignal(signalnum, /):
    """The current action for a signal."""
    _check(signalnum)
    return _handlers.get(signalnum, SIG_DFL)


def raise_signal(signalnum, /):
    """Send a signal to this process."""
    import sys
    _check(signalnum)
    handler = _handlers.get(signalnum, SIG_DFL)
    if handler == SIG_IGN or handler == SIG_DFL and signalnum in (SIGCHLD, SIGURG, SIGWINCH, SIGCONT):
        return
    if handler == SIG_DFL:
        _die(signalnum)
    if handler is default_int_handler and _thread.get_ident() != _thread._get_main_thread_ident():
        _thread.interrupt_main()
    else:
        handler(signalnum, sys._getframe(1))


def _die(signalnum):
    import posix
    posix._exit(128 + signalnum)


def strsignal(signalnum, /):
    """What a signal is about."""
    _check(signalnum)
    return _TEXTS.get(signalnum, f'Unknown signal {signalnum}')


def valid_signals():
    """The numbers of all signals."""
    return {*range(1, 32), *range(34, 65)}


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """There is nothing to wake: a handler runs where the signal arrives. Only taking the file away is allowed."""
    if _thread.get_ident() != _thread._get_main_thread_ident():
        raise ValueError('set_wakeup_fd only works in main thread of the main interpreter')
    if fd != -1:
        raise OSError(38, "Function not implemented")
    return -1


def siginterrupt(signalnum, flag, /):
    _check(signalnum)


# what the alarm clock is set to: the time of the next ring, the seconds between rings, and a number that tells settings apart
_alarm = 0.0, 0.0, 0


def getitimer(which, /):
    """The seconds until the next ring, and between rings."""
    if which not in (ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF):
        raise itimer_error(22, 'Invalid argument')
    due, interval, _ = _alarm
    if which != ITIMER_REAL or not due:
        return 0.0, 0.0
    return max(due - time.monotonic(), 0.000001), interval


def setitimer(which, seconds, interval=0.0, /):
    """Have SIGALRM sent to this process after a time, and again after each interval; gives the setting before."""
    global _alarm
    before = getitimer(which)
    if which != ITIMER_REAL:
        raise itimer_error(38, 'only real time is measured by this engine')
    if seconds < 0 or interval < 0:
        raise itimer_error(22, 'Invalid argument')
    number = _alarm[2] + 1
    _alarm = (time.monotonic() + seconds if seconds else 0.0), float(interval), number
    if seconds:
        _thread.start_new_thread(_ring, (number,))
    return before


def alarm(seconds, /):
    """Have SIGALRM sent to this process after some seconds; gives the seconds that were left of the alarm before."""
    left = setitimer(ITIMER_REAL, operator.index(seconds))[0]
    return -int(-left // 1)


def _ring(number):
    global _alarm
    while _alarm[2] == number and _alarm[0]:
        due, interval, _ = _alarm
        time.sleep(max(due - time.monotonic(), 0))
        if _alarm[2] != number:
            break
        _alarm = (due + interval if interval else 0.0), interval, number
        if _handlers.get(SIGALRM, SIG_DFL) == SIG_DFL:
            _die(SIGALRM)
        _thread.interrupt_main(SIGALRM)
