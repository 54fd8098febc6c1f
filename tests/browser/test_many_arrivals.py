"""Several visitors at once: their sessions are made one after the other, and between two of them others are heard."""

import urllib.request
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

PAGES = 6


def fetch(url, data=None):
    return urllib.request.urlopen(url, data, timeout=240).read()


def test_others_are_heard_while_pages_are_made(server):
    with ThreadPoolExecutor(PAGES) as visitors:
        pages = [visitors.submit(fetch, server.url, b"") for _ in range(PAGES)]
        wait(pages, return_when=FIRST_COMPLETED)
        assert b"Glasscope" in fetch(server.url)
        assert not all(page.done() for page in pages)
    assert all(b"token" in page.result() for page in pages)
