import x if y
