"""There are no other processes here: starting one says so."""


def fork_exec(*args):
    raise OSError(38, 'this engine cannot start other processes')
