"""Several visitors at once: their pages are made one after the other, and between two of them others are heard."""

import urllib.request
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

PAGES = 6


def fetch(url):
    return urllib.request.urlopen(url, timeout=240).read()


def test_others_are_heard_while_pages_are_made(server):
    with ThreadPoolExecutor(PAGES) as visitors:
        pages = [visitors.submit(fetch, server.url) for _ in range(PAGES)]
        wait(pages, return_when=FIRST_COMPLETED)
        assert b"full" in fetch(f"{server.url}page/full.html")
        assert not all(page.done() for page in pages)
    assert all(b"glasscope-session" in page.result() for page in pages)
