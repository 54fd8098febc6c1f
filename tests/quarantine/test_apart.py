"""The child process: it answers in words whatever becomes of a reader, and a file cannot reach beyond it."""

import json
import os
import struct
import threading

import numpy as np
import pytest
import traps

from glasscope.engine import GlassFileError
from glasscope.engine.ensembles import dataset_in
from glasscope.engine.quarantine import OWN, Bounds, Parcel, apart, close, read_apart
from glasscope.engine.quarantine.parcels import packed, unpacked

SMALL = Bounds(2**20, 2**20, 1000, 0.4, 0.0, 64 * 2**20)


def joined(parcel):
    return b"".join(bytes(piece) for piece in packed(parcel))


def test_a_parcel_comes_back_to_the_last_bit():
    arrays = {"a": np.array([[1.5, np.nan], [-0.0, np.inf]]), "b": np.arange(3)}
    arrays |= {"c": np.zeros((0, 2)), "d": np.array(7.0)}
    again = unpacked(joined(Parcel({"words": ["é", None, 1.5]}, arrays)))
    assert again.words == {"words": ["é", None, 1.5]}
    for name, array in arrays.items():
        assert again.arrays[name].tobytes() == array.tobytes()
        assert again.arrays[name].shape == array.shape


def test_an_answer_that_does_not_hang_together_is_refused():
    whole = joined(Parcel({"words": 1}, {"a": np.arange(3.0)}))
    heads = [[["a", "<f8", [2**39, 2**39]]], [["a", "|O", [1]]], [["a", "<f8", [-1]]], [["a", "<f8", ["1"]]], 7, [7]]
    lies = [json.dumps([head, {}]).encode() for head in heads] + [b"[" * 10_000, b"\xff\xff", b"[[], 3]", b"{}"]
    for content in (b"", b"1234", whole[:-1], whole + b"1", *(struct.pack("<Q", len(lie)) + lie for lie in lies)):
        with pytest.raises(GlassFileError, match="does not hang together"):
            unpacked(content)


def test_a_reader_is_held_to_its_time_and_memory():
    turning = bytearray(traps.RESULTS.read_bytes())
    turning[traps.WRONG_BYTE] = 0x42
    with pytest.raises(GlassFileError, match="stopped after 1 s"):
        dataset_in(bytes(turning), "slow.nc", SMALL)
    with pytest.raises(GlassFileError, match=r"memory|broke down"):
        read_apart("numbers", b"1 " * 2**22, "fat.txt", Bounds(2**23, 2**25, 10**9, 20.0, 0.0, 2**24))


def test_a_reader_that_dies_is_a_damaged_file_and_the_next_one_reads():
    assert read_apart("numbers", b"1 2.5 # and so on\n-3", "n.txt", SMALL).arrays["numbers"].tolist() == [1, 2.5, -3]
    with pytest.raises(GlassFileError, match=r"n\.txt has 'x'"):
        read_apart("numbers", b"1 x", "n.txt", SMALL)
    nursery = apart._NURSERIES.waiting[-1]
    os.kill(nursery._process.pid, 9)
    nursery._process.wait()
    assert read_apart("numbers", b"4", "n.txt", SMALL).arrays["numbers"].tolist() == [4]


def test_many_at_once_come_each_to_its_own():
    found = {}

    def ask(k):
        found[k] = read_apart("numbers", f"{k} {k + 0.5}".encode(), "n.txt", OWN).arrays["numbers"].tolist()

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {k: [k, k + 0.5] for k in range(24)}
    assert len(apart._NURSERIES.waiting) <= apart.AT_ONCE


def test_nothing_is_left_when_it_is_closed():
    read_apart("numbers", b"4", "n.txt", SMALL)
    processes = [nursery._process for nursery in apart._NURSERIES.waiting]
    close()
    assert processes
    assert all(process.poll() is not None for process in processes)
    assert read_apart("numbers", b"5", "n.txt", SMALL).arrays["numbers"].tolist() == [5]
