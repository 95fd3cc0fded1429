/**
 * The example programs: titles, groups, and where their files are. A program and what it prints are
 * loaded only when it is picked.
 *
 * The `.out` files are what CPython 3.14 prints; the traces are recorded from CPython by
 * tests/web/record.py and are shown until the program is run here.
 */

export interface Example {
  id: string;
  title: string;
  /** What it is about, in one line. */
  about: string;
  /** An edit worth trying. */
  tryThis: string;
}

export interface ExampleGroup {
  title: string;
  examples: readonly Example[];
}

export const groups: readonly ExampleGroup[] = [
  {
    title: "What await is",
    examples: [
      {
        id: "00-async-await",
        title: "Async Await",
        about: "Coroutines, gather, async with and async for in one program",
        tryThis: "Give the two fetches different delays and watch the order of the handoffs.",
      },
      {
        id: "01-a-coroutine-is-a-value",
        title: "A coroutine is a value",
        about: "Calling an async function runs nothing",
        tryThis: "Run the coroutine with asyncio.run(...).",
      },
      {
        id: "02-one-round-trip",
        title: "One round trip",
        about: "The loop resumes, the coroutine awaits",
        tryThis: "Use sleep(1): the loop idles and the clock jumps.",
      },
      {
        id: "03-four-awaits-one-handoff",
        title: "Four awaits, one handoff",
        about: "Awaiting a coroutine grows the chain; only the leaf reaches the loop",
        tryThis: "Remove the sleep: no arrow at all.",
      },
      {
        id: "04-await-coroutine-or-task",
        title: "Await a coroutine, or a task",
        about: "A direct await is a call; tasks take turns",
        tryThis: "Await right before left.",
      },
    ],
  },
  {
    title: "Several at once",
    examples: [
      {
        id: "05-gather-three-in-flight",
        title: "gather: three in flight",
        about: "Results in the order asked, not the order done",
        tryThis: "Let one fail, then add return_exceptions=True.",
      },
      {
        id: "06-when-does-a-task-start",
        title: "When does a created task start?",
        about: "create_task only queues it",
        tryThis: "Drop the last await.",
      },
      {
        id: "07-the-loop-is-blocked",
        title: "The loop is blocked",
        about: "time.sleep stops everybody; to_thread does not",
        tryThis: "Replace time.sleep by await asyncio.sleep.",
      },
    ],
  },
  {
    title: "Protocols",
    examples: [
      {
        id: "08-async-with-may-wait",
        title: "async with: entering may wait",
        about: "A lock and its queue of waiters",
        tryThis: "Raise an error inside the body.",
      },
      {
        id: "09-async-for-by-hand",
        title: "async for, by hand",
        about: "The sugar beside what it stands for",
        tryThis: "Let __anext__ not await: the arrows vanish.",
      },
      {
        id: "10-two-kinds-of-pause",
        title: "Two kinds of pause",
        about: "yield goes to the consumer, await to the loop",
        tryThis: "Leave out the break.",
      },
      {
        id: "11-async-comprehensions",
        title: "Async comprehensions",
        about: "One after the other, until gather",
        tryThis: "Make square wait longer for larger numbers.",
      },
    ],
  },
  {
    title: "Under the hood",
    examples: [
      {
        id: "12-write-an-awaitable",
        title: "Write an awaitable",
        about: "__await__, and the path that does not wait",
        tryThis: "Yield something that is no future.",
      },
      {
        id: "13-the-engine-under-await",
        title: "The engine under await",
        about: "send, yield and StopIteration, without a loop",
        tryThis: "Use throw instead of send.",
      },
    ],
  },
  {
    title: "When it goes wrong",
    examples: [
      {
        id: "14-a-gallery-of-errors",
        title: "A gallery of errors",
        about: "Sync meets async, and what Python says",
        tryThis: "Repair them one by one.",
      },
      {
        id: "15-failure-travels",
        title: "Failure travels",
        about: "Exceptions, cancellation and a task group",
        tryThis: "Catch the CancelledError in job, and do not raise it again.",
      },
    ],
  },
];

const files = import.meta.glob<string>(["./*.py", "./*.out", "./traces/*.jsonl"], {
  query: "?url",
  import: "default",
  eager: true,
});

export function find(id: string): Example | undefined {
  return groups.flatMap((group) => group.examples).find((example) => example.id === id);
}

export async function program(id: string): Promise<{ code: string; expected: string }> {
  const [code, expected] = await Promise.all([text(`./${id}.py`), text(`./${id}.out`)]);
  if (code === null) throw new Error("not found");
  return { code, expected: expected ?? "" };
}

/** The recorded trace as JSON Lines, or null when there is none. */
export function recording(id: string): Promise<string | null> {
  return text(`./traces/${id}.trace.jsonl`);
}

async function text(file: string): Promise<string | null> {
  const url = files[file];
  if (!url) return null;
  const answer = await fetch(url);
  return answer.ok ? answer.text() : null;
}
