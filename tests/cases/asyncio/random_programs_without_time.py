import asyncio
import gc
import warnings

from _random_programs import Machine

# coroutines that are let go of, and when the collector comes, are another matter
warnings.simplefilter("ignore")
gc.disable()
for seed in range(60):
    machine = Machine(seed, [0])
    asyncio.run(machine.main())
    print(f"-- {seed}")
    print("\n".join(machine.lines))
