# A program signals itself, and has itself woken after a time.
import asyncio
import os
import signal
import time


def handler(number, frame):
    print("got", signal.Signals(number).name, "in", frame.f_code.co_name)


signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), 0)


class TooLong(Exception):
    pass


def ring(number, frame):
    raise TooLong(f"signal {number}")


signal.signal(signal.SIGALRM, ring)
print(signal.alarm(30), signal.alarm(1))
try:
    time.sleep(20)
    print("slept")
except TooLong as e:
    print("woken by", e)
print(signal.alarm(0), signal.getitimer(signal.ITIMER_REAL))

rings = []
signal.signal(signal.SIGALRM, lambda number, frame: rings.append(number))
print(signal.setitimer(signal.ITIMER_REAL, 0.01, 0.02))
while len(rings) < 3:
    time.sleep(0.01)
left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
print(rings, 0 < left <= 0.02, interval)


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(stop.wait(), 5)
    print("asked to end", loop.remove_signal_handler(signal.SIGTERM))
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(5)
    finally:
        print("cleaning up")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
for bad in (lambda: os.kill(os.getpid(), 999), lambda: signal.setitimer(9, 1), lambda: signal.signal(99, ring)):
    try:
        bad()
    except (OSError, ValueError) as e:
        print(repr(e))
