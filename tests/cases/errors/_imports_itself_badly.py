from _imports_itself_badly import later
later = 1
