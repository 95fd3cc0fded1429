"""Signals of a process that has one sender: Stop, which is SIGINT, and the program itself."""

import _thread

SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1 = range(1, 11)
SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP = range(11, 21)
SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS = range(21, 32)
SIGIOT, SIGCLD, SIGPOLL = SIGABRT, SIGCHLD, SIGIO
SIGRTMIN, SIGRTMAX, NSIG = 34, 64, 65
SIG_DFL, SIG_IGN = 0, 1
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2

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
        raise SystemExit(128 + signalnum)
    handler(signalnum, sys._getframe(1))


def strsignal(signalnum, /):
    """What a signal is about."""
    _check(signalnum)
    return _TEXTS.get(signalnum, f'Unknown signal {signalnum}')


def valid_signals():
    """The numbers of all signals."""
    return {*range(1, 32), *range(34, 65)}


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """There is nothing to wake: a handler runs where the signal arrives."""
    return -1


def siginterrupt(signalnum, flag, /):
    _check(signalnum)


def alarm(seconds, /):
    raise OSError(38, 'alarms are not supported by this engine')
