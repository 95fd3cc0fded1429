del never_defined
