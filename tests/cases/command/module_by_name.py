# `-m` runs a module of the current folder.
