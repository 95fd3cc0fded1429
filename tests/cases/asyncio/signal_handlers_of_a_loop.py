import asyncio, signal, os
async def main():
    loop = asyncio.get_running_loop()
    ev = asyncio.Event()
    try:
        loop.add_signal_handler(signal.SIGUSR1, lambda: (print("usr1"), ev.set()))
        os.kill(os.getpid(), signal.SIGUSR1)
        await ev.wait()
        print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    except Exception as e: print(type(e), e)
    for bad in (signal.SIGKILL, 0, 1000):
        try: loop.add_signal_handler(bad, print)
        except (RuntimeError, ValueError) as e: print(type(e).__name__, e)
    try: loop.add_signal_handler("x", print)
    except TypeError as e: print(e)
    async def c(): pass
    try: loop.add_signal_handler(signal.SIGUSR1, c)
    except TypeError as e: print(e)
    signal.signal(signal.SIGALRM, lambda s, f: print("alarm", s))
    signal.setitimer(signal.ITIMER_REAL, 0.01); await asyncio.sleep(0.03)
    def raiser(s, f): raise InterruptedError("in handler")
    signal.signal(signal.SIGUSR2, raiser)
    try: signal.raise_signal(signal.SIGUSR2)
    except InterruptedError as e: print(repr(e))
    print(signal.getsignal(signal.SIGINT))
asyncio.run(main())
