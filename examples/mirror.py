"""Keeps a copy of everything that a site publishes in an SQLite file, and goes on where it stopped.

    python3 mirror.py https://site.example claims.db [--once]              until Ctrl-C [or until it is up to date]
    python3 mirror.py https://site.example topic.db --filter topic=Budget  only what matches

The copy is the table `claim` (id, document): the newest document of every claim, byte for byte. Each page of changes
is stored with the cursor behind it: a copy that was killed at any moment misses and repeats nothing.
"""

import argparse, contextlib, hashlib, http.client, json, sqlite3, sys, time  # noqa: E401, I001
import urllib.error, urllib.parse, urllib.request  # noqa: E401


class Mirror:
    def __init__(self, site, file, filters):
        self.api, self.filters, self.db = f"{site.rstrip('/')}/api/v1/", filters, sqlite3.connect(file)
        self.db.executescript("""PRAGMA secure_delete = ON; CREATE TABLE IF NOT EXISTS claim (id PRIMARY KEY, document);
            CREATE TABLE IF NOT EXISTS state (name PRIMARY KEY, value)""")  # what is taken down leaves the file, too
        if self.known("filters") != json.dumps(filters, sort_keys=True):
            self.start_again()

    def known(self, name):
        return (self.db.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone() or [None])[0]

    def store(self, documents, **state):
        """Documents by id, None for what is gone, and what to remember with them: all of it or nothing."""
        with self.db:
            for name, document in documents.items():
                text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                self.db.execute("DELETE FROM claim WHERE id = ?", [name])
                self.db.executemany("INSERT INTO claim VALUES (?, ?)", [(name, text)] if document else [])
            self.db.executemany("REPLACE INTO state VALUES (?, ?)", state.items())

    def start_again(self):
        self.db.executescript("BEGIN; DELETE FROM claim; DELETE FROM state; COMMIT")
        self.store({}, filters=json.dumps(self.filters, sort_keys=True))

    def ask(self, path, **query):
        url = f"{self.api}{path}?{urllib.parse.urlencode({**self.filters, **query})}"
        return urllib.request.urlopen(url, timeout=60)

    def load(self):
        """Everything there is. What broke off goes on behind the last claim; the first header's cursor counts."""
        last = self.db.execute("SELECT max(id) FROM claim").fetchone()[0]
        with self.ask("export/claims.ndjson", **({"after": last} if last else {})) as lines:
            first, count, fresh = lines.readline(), 0, {}
            digest, begin = hashlib.sha256(first), self.known("begin") or json.loads(first)["cursor"]
            self.store({}, begin=begin)
            for line in lines:
                document = json.loads(line)
                if document.get("type") == "end":
                    if (document["count"], document["sha256"]) == (count, digest.hexdigest()):
                        return self.store(fresh, cursor=begin)
                    self.start_again()
                    break
                digest.update(line)
                count, fresh[document["id"]] = count + 1, document
                if len(fresh) == 500:
                    self.store(fresh)
                    fresh = {}
        raise ConnectionError("the download broke off or is damaged")

    def follow(self, wait):
        """One page of changes; whether there is more."""
        with self.ask("changes/", cursor=self.known("cursor"), limit=1000, wait=wait) as answer:
            page, pause = json.load(answer), answer.headers["Retry-After"] or "0"
        self.store({one["claim"]: one["document"] for one in page["changes"]}, cursor=page["cursor"])
        time.sleep(int(pause) if pause.isdecimal() else 60)
        return page["has_more"]

    def run(self, once):
        while True:
            try:
                if not self.known("cursor"):
                    self.load()
                if not self.follow(wait=0 if once else 25) and once:
                    return
            except urllib.error.HTTPError as error:
                problem, pause = None, error.headers["Retry-After"] or "1"
                with contextlib.suppress(OSError, http.client.HTTPException):  # this may break off, too
                    problem = error.read().decode(errors="replace")
                if error.code == 410 or "/problems/bad-cursor" in str(problem):
                    self.start_again()
                elif problem is not None and error.code != 429 and error.code < 500:
                    sys.exit(f"{error.code}: {problem}")
                time.sleep(int(pause) if pause.isdecimal() else 60)  # it may be a date
            except (OSError, http.client.HTTPException, ValueError) as error:
                print(f"{error}; trying again", file=sys.stderr)
                time.sleep(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Keeps a copy of what a site publishes in an SQLite file.")
    for name in ("site", "file"):
        parser.add_argument(name)
    parser.add_argument("--once", action="store_true", help="stop when it is up to date")
    parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE")
    given = parser.parse_args()
    Mirror(given.site, given.file, dict(one.split("=", 1) for one in given.filter)).run(given.once)
