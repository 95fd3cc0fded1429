class AppError(Exception):
    def __init__(self, code, message):
        super().__init__(code, message)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {self.args[1]}"
raise AppError(42, "custom")
