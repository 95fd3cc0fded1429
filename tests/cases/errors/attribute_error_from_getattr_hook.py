"""An AttributeError of the program's own hook knows which attribute of which object was asked for."""


class Settings:
    colour = "red"

    @property
    def broken(self):
        raise AttributeError("no luck")

    def __getattr__(self, name):
        raise AttributeError(f"no setting {name!r}")


settings = Settings()
for name in "broken", "colours":
    try:
        getattr(settings, name)
    except AttributeError as e:
        print(e.name, e.obj is settings)
try:
    settings.broken
except AttributeError as e:
    print(e, e.name)
print(settings.colou)
