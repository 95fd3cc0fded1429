WHO = "the module beside the program"
