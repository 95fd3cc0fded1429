import asyncio

log = []

async def download_url(url):
    await asyncio.sleep(0.01)
    return f"content of {url}"

def write_to_file(filename, content):
    log.append((filename, content))

async def with_async(url):
    filename = "a.txt"
    content = await download_url(url)
    write_to_file(filename, content)

def begin_download_url(url, onfinished):
    task = asyncio.ensure_future(download_url(url))
    task.add_done_callback(lambda t: onfinished(t.result()))
    return task

def store_content(content, filename):
    write_to_file(filename, content)

async def without_async(url):
    filename = "b.txt"
    task = begin_download_url(url, onfinished=lambda content: store_content(content, filename))
    print("returned at once:", log)
    await task
    await asyncio.sleep(0)

async def main():
    await with_async("http://one/")
    log_before = list(log)
    log.clear()
    await without_async("http://two/")
    print(log_before, log)

asyncio.run(main())
