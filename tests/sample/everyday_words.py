"""Words of many languages, as programs of everyday use have them: not a test, but a sample by which the core of the engine is told from the rest."""

import asyncio
import re

naïve = ["Zoë", "François", "Łódź", "straße", "Αθήνα", "Київ", "日本", "🎉"]


async def greet(name, größe):
    await asyncio.sleep(0)
    print(f"{name:>{größe}}|{name!r:<{größe}}|{name[:1].upper()}", name.encode(), len(name))
    return name.casefold()


async def main():
    print(naïve, {"clé": 1.5}, ("é",), str("ß").upper())
    print(sorted(await asyncio.gather(*(greet(name, 12) for name in naïve))))
    for word in naïve:
        print(word.lower(), word.title(), word.capitalize(), word.swapcase(), word.isalpha(), word.isalnum(), word.isupper(), word.islower())
        print(word.isidentifier(), word.isprintable(), word.isspace(), word.strip(), word.split("ó"), word.replace("ë", "e"), word[::-1], word.isdigit())
    print(re.findall(r"\w+", "naïve café, 日本"), re.sub(r"[àâä]", "a", "pâte"), re.split(r"\s", "un été"), re.search("É", "été", re.I))


asyncio.run(main())
