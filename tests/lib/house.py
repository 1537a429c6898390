"""A whole house for tests: what `blindmark` makes in a private cluster, and the processes that serve it."""
from blindmark import blindmark
from tree import BUILD, ROOT  # noqa: F401


def tool(*arguments, check=True, **options):
    """Runs `blindmark`; a failure shows what it said."""
    done = blindmark(*map(str, arguments), **options)
    if check and done.returncode != 0:
        raise AssertionError(f"blindmark {arguments[0]}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def migrate(cluster, name):
    """A fresh database of that name with the whole schema. Returns the superuser's conninfo."""
    cluster.createdb(name)
    tool("migrate", "--conninfo", cluster.conninfo(name), "--share", ROOT)
    return cluster.conninfo(name)
