"""tempfile, shutil, glob and pathlib over the file system."""
import glob
import os
import pathlib
import shutil
import tempfile

with tempfile.TemporaryDirectory(prefix="coroscope-") as folder:
    root = pathlib.Path(folder)
    (root / "a" / "b").mkdir(parents=True)
    for name in ["x.py", "y.txt", "a/z.py", "a/b/w.py"]:
        print((root / name).write_text(f"# {name}\n"))
    print(sorted(p.relative_to(root).as_posix() for p in root.rglob("*.py")))
    print(sorted(os.path.relpath(p, folder) for p in glob.glob(folder + "/**/*.py", recursive=True)))
    print((root / "x.py").read_text(), (root / "x.py").read_bytes(), (root / "x.py").stat().st_size)
    shutil.copytree(root / "a", root / "copy")
    print(sorted(os.listdir(root / "copy")), (root / "copy/b/w.py").exists())
    shutil.move(root / "y.txt", root / "copy" / "moved.txt")
    print((root / "y.txt").exists(), (root / "copy/moved.txt").read_text())
    shutil.rmtree(root / "copy")
    print(sorted(p.name for p in root.iterdir()))
    shutil.copy(root / "x.py", root / "a")
    print((root / "a/x.py").samefile(root / "x.py"), (root / "x.py").suffix, (root / "x.py").with_suffix(".md").name)
    try:
        (root / "none").read_text()
    except FileNotFoundError as e:
        print(e.errno, e.strerror, e.filename == str(root / "none"))
    (root / "x.py").unlink()
    (root / "x.py").unlink(missing_ok=True)
    (root / "x.py").touch()
    print((root / "x.py").stat().st_size, (root / "x.py").is_file(), (root / "a").is_dir())
print(os.path.exists(folder))

with tempfile.TemporaryFile("w+") as f:
    f.write("gone soon")
    f.seek(0)
    print(f.read())
with tempfile.NamedTemporaryFile(suffix=".txt") as f:
    f.write(b"named")
    f.flush()
    print(os.path.getsize(f.name), f.name.endswith(".txt"))
print(os.path.exists(f.name))
fd, path = tempfile.mkstemp()
os.write(fd, b"mk")
os.close(fd)
with open(path) as f:
    print(f.read())
os.remove(path)
with tempfile.SpooledTemporaryFile(max_size=4) as f:
    f.write(b"12")
    f.write(b"345")
    f.seek(0)
    print(f.read())
