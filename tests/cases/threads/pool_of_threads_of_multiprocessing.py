import multiprocessing
from multiprocessing.dummy import Pool
from multiprocessing.pool import ThreadPool


def square(x):
    if x == 3:
        raise ValueError("three")
    return x * x


if __name__ == "__main__":
    # (no process is needed then to look after semaphores)
    multiprocessing.set_start_method("fork")
    with ThreadPool(3) as pool:
        print(pool.map(square, [1, 2]), pool.apply(square, (4,)), list(pool.imap(square, [1, 2])))
        print(sorted(pool.imap_unordered(square, [5, 6])), pool.starmap(pow, [(2, 3), (3, 2)]))
        result = pool.apply_async(square, (3,))
        try:
            result.get(1)
        except ValueError as e:
            print(repr(e), result.successful(), result.ready())
        result = pool.map_async(square, [1, 2], callback=lambda v: print("callback", v))
        print(result.get())
        result = pool.apply_async(square, (3,), error_callback=lambda e: print("failed", repr(e)))
        result.wait()
    pool = Pool(2)
    print(pool.map(square, range(3)))
    pool.close()
    pool.join()
    try:
        pool.map(square, [1])
    except ValueError as e:
        print(e)
