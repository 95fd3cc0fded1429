def main():
    helper()
main()
def helper():
    pass
