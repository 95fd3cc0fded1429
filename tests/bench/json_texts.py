# JSON: dumps and loads of nested data, pretty printing, strings with escapes, numbers.
import json
from time import perf_counter


def work(n):
    data = {
        "users": [
            {"id": i, "name": f"user {i}", "tags": ["a", "b\n", "\u00e9"], "score": i / 3, "active": i % 2 == 0, "next": None}
            for i in range(40)
        ],
        "meta": {"page": 1, "pages": [1, 2, 3], "text": 'quo"ted \\ text ' * 10},
    }
    total = 0
    for _ in range(n):
        text = json.dumps(data)
        back = json.loads(text)
        total += len(text) + len(back["users"]) + back["users"][7]["id"]
    total += len(json.dumps(data, indent=2, sort_keys=True))
    assert back == data
    return total


start = perf_counter()
result = work(60)
elapsed = perf_counter() - start
assert result == 304646, result
print("bench", elapsed)
