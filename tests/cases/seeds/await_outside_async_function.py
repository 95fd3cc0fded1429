def func():
    await something()
