"""What a test wants people to see when all is well: figures that an issue asks for, and a few lines of a story."""
import os


def tell(line):
    """./test shows the line under its suite."""
    print(line)
    if "BM_FIGURES" in os.environ:
        with open(os.environ["BM_FIGURES"], "a", encoding="utf-8") as file:
            file.write(line + "\n")


def campaign(count):
    """How many cases to try: all when the suite is asked for by its name, a tenth when ./test runs everything."""
    return count // 10 if "BM_TENTH" in os.environ else count


def figure(name, value):
    tell(f"figure {name} {value}")
