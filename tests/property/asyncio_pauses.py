"""Random asyncio programs that tell at every step which tasks there are and which of them waits for which: what a trace has to show then."""

import asyncio
import json
import os
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "asyncio"))
from _random_programs import Machine


class Watched(Machine):
    def log(self, *words):
        tasks = asyncio.all_tasks()
        waits = [f"{t.get_name()}>{t._fut_waiter.get_name()}" for t in tasks if isinstance(t._fut_waiter, asyncio.Task)]
        print("PAUSE", *sorted(t.get_name() for t in tasks), *sorted(waits))


warnings.simplefilter("ignore")
for seed in range(int(sys.argv[1])):
    asyncio.run(Watched(seed, [0, 0, 0.25, 0.5, 1, 2]).main(eager=seed % 3 == 0))
