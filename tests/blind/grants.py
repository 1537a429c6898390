"""The golden file of rights. To accept a change that was meant: /usr/bin/python3 tests/blind/grants.py --update"""
import sys
from pathlib import Path

GOLDEN = Path(__file__).with_name("grants.expected")


def text(connection):
    from catalog import matrix
    return "\n".join(matrix(connection)) + "\n"


def main(arguments):
    if arguments != ["--update"]:
        sys.exit(__doc__)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
    from cluster import Cluster
    from house import migrate
    with Cluster() as cluster:
        migrate(cluster, "blindmark")
        with cluster.connect("blindmark") as connection:
            GOLDEN.write_text(text(connection))


if __name__ == "__main__":
    main(sys.argv[1:])
