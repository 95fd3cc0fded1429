from concurrent.futures import ThreadPoolExecutor
ex = ThreadPoolExecutor(1)
f = ex.submit(divmod, 1, 0)
ex.shutdown()
del ex
print('end')
