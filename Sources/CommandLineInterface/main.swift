print("vintner")
