import asyncio

from _random_programs import Machine

for seed in range(60):
    machine = Machine(seed, [0])
    asyncio.run(machine.main())
    print(f"-- {seed}")
    print("\n".join(machine.lines))
