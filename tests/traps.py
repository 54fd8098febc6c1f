"""Files that are traps: small ones that unpack to gigabytes, and HDF5 that would read what it should not."""

import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import h5py
import numpy as np

import glasscope.assets

ENSEMBLES = Path(glasscope.assets.__file__).parent / "ensembles"
RESULTS = Path(__file__).parent / "quarantine" / "results.nc"
WRONG_BYTE = 0xBD6A  # of RESULTS: with 0x42 there, HDF5 turns in a circle for ever


def npz(**members):
    """An npz file whose members are written by functions of an open file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, write in members.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                write(file)
    return content.getvalue()


def array(values):
    """Writes an array as it should be."""
    return lambda file: np.lib.format.write_array(file, np.asarray(values))


def zeros(megabytes, shape, kind="<f8"):
    """Writes a header and so much of nothing."""

    def write(file):
        head = {"descr": kind, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, head)
        for _ in range(megabytes):
            file.write(bytes(2**20))

    return write


def glass_members(glass):
    """What an npz file of a glass holds."""
    about = {"format": "glasscope-glass-1", "model": glass.model.key, "provenance": {}}
    held = {"about": json.dumps(about), "positions": glass.positions, "diameters": glass.diameters,
            "cell": glass.box.cell}  # fmt: skip
    return {name: array(values) for name, values in held.items()}


def results(change, folder):
    """The content of a file of results after a change to its HDF5."""
    path = folder / "changed.nc"
    path.write_bytes(RESULTS.read_bytes())
    with h5py.File(path, "a") as file:
        change(file, folder)
    return path.read_bytes()


def external_storage(file, folder):
    """`label` is what stands in a file of this machine."""
    (folder / "secret.txt").write_text("a secret of this machine")
    n = len(file["label"])
    del file["label"]
    file.create_dataset("label", shape=(n,), dtype="S1", external=[(str(folder / "secret.txt"), 0, n)])


def soft_link(file, folder):
    del file["label"]
    file["label"] = h5py.SoftLink("/key")


def external_link(file, folder):
    del file["label"]
    file["label"] = h5py.ExternalLink(str(RESULTS), "/key")


def virtual(file, folder):
    n = len(file["volume"])
    del file["volume"]
    layout = h5py.VirtualLayout((n,), "f8")
    layout[:] = h5py.VirtualSource(str(RESULTS), "volume", (n,))
    file.create_virtual_dataset("volume", layout)


def unknown_filter(file, folder):
    values = file["volume"][...]
    del file["volume"]
    file.create_dataset("volume", data=values, chunks=values.shape, compression="lzf")


def beyond_the_plan(file, folder):
    file["more"] = np.zeros(3)


def unused_and_large(file, folder):
    file.create_dataset("more", shape=(2**26,), dtype="f8", chunks=(2**17,), compression="gzip")


def used_and_large(file, folder):
    del file["volume"]
    file.create_dataset("volume", shape=(2**26,), dtype="f8", chunks=(2**17,), compression="gzip")


def one_huge_piece(file, folder):
    n = len(file["volume"])
    del file["volume"]
    file.create_dataset("volume", shape=(n,), maxshape=(None,), dtype="f8", chunks=(2**26,), compression="gzip")


def a_folder(file, folder):
    del file["volume"]
    file.create_group("volume")


def references(file, folder):
    n = len(file["volume"])
    del file["volume"]
    file.create_dataset("volume", shape=(n,), dtype=h5py.ref_dtype)


def other_axes(file, folder):
    del file["reached"].attrs["DIMENSION_LIST"]


def an_attribute_of_many(file, folder):
    file.attrs["spec"] = np.zeros(5000)


HDF5 = {
    external_storage: "lie in other files",
    virtual: "lie in other files",
    soft_link: "link to elsewhere",
    external_link: "link to elsewhere",
    unknown_filter: "filter",
    beyond_the_plan: "'more', which none has",
    unused_and_large: "'more', which none has",
    used_and_large: "would unpack to more than is read",
    one_huge_piece: "larger pieces",
    a_folder: "no variable",
    references: "neither numbers nor texts",
    other_axes: "damaged",
    an_attribute_of_many: "attribute spec",
}
"""Changes to a file of results, and what is said of it."""

LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdefghijk")
)
"""YAML of half a kilobyte that stands for ten thousand million values."""
