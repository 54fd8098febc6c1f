"""netCDF of an ensemble or of labels, taken apart by h5py: all of it is looked at before the first value is read.

HDF5 can say that a variable's numbers lie in another file, in many files, or behind a filter that is loaded from disk.
A file of results needs none of it, so whatever is not a plain variable of the plan is refused.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping

import numpy as np

from ...errors import GlassFileError, shown
from ..bounds import Bounds
from ..parcels import Parcel

_MEMBERS = 256
_LARGEST_CHUNK = 32 * 2**20  # bytes that are unpacked at once
_LONGEST = 2**22  # bytes of an attribute; those with words have their place elsewhere in the file


def read(
    content: bytes, name: str, bounds: Bounds, *, plan: Mapping[str, list[str]], attributes: list[str], what: str
) -> Parcel:
    """The variables of a file, numbers as arrays and texts as lists under "texts"; its attributes under "attributes".

    Parameters
    ----------
    content : bytes
        What is in it.
    name : str
        Its name, for messages.
    bounds : Bounds
        What it may cost.
    plan : mapping of str to list of str
        Variables that there may be, with their dimensions; a dimension's own variable stands on itself.
    attributes : list of str
        Attributes that are wanted, texts or whole numbers.
    what : str
        What the file should be, for messages.

    Raises
    ------
    GlassFileError
        It is no netCDF, or holds anything beyond the plan.
    """
    import h5py

    try:
        if not content.startswith(b"\x89HDF\r\n\x1a\n"):
            raise _Foreign("it is no netCDF file")
        with h5py.File(h5py.h5f.open_file_image(content)) as file:
            variables = _variables(h5py, file, plan)
            _check_sizes(h5py, variables, plan, bounds.unpacked)
            for key, variable in variables.items():
                _check_axes(file, variable, key, plan[key])
            return _read(variables, _attributes(file, attributes))
    except _Foreign as error:
        raise GlassFileError(f"{name} is no {what}: {error}") from None
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:  # those of HDF5, by h5py
        raise GlassFileError(f"{name} is no {what}: it is damaged ({_why(error)})") from None


def _why(error):
    return shown(str(error.args[0])) if error.args else type(error).__name__


class _Foreign(Exception):  # noqa: N818 - what is wrong with a file, without its name
    pass


def warm() -> None:
    """Load what reading needs: read a file."""
    import h5py

    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file["x"] = np.arange(3.0)
        file.create_dataset("word", data=["a"], dtype=h5py.string_dtype(), compression=None)
        for key in file:
            file[key].make_scale(key)
        file.attrs["name"] = "a file"
    plan, bounds = {"x": ["x"], "word": ["word"]}, Bounds(2**20, 2**20, 10, 1, 0, 2**20)
    read(content.getvalue(), "a file", bounds, plan=plan, attributes=["name"], what="file")


def _variables(h5py, file, plan):
    """The plain variables of the file by their names; nothing is followed anywhere."""
    if len(file) > _MEMBERS:
        raise _Foreign(f"it holds {len(file):,} things; expected at most {_MEMBERS}")
    for key in file:
        if not isinstance(file.get(key, getlink=True), h5py.HardLink):
            raise _Foreign(f"its {shown(key)} is a link to elsewhere; links are refused")
        if key not in plan:
            raise _Foreign(f"it holds {shown(key)}, which none has")
    found = {key: file[key] for key in file}
    for key, variable in found.items():
        if not isinstance(variable, h5py.Dataset):
            raise _Foreign(f"its {key} is no variable")
    return found


def _check_sizes(h5py, variables, plan, most):
    n_bytes = 0
    for key, variable in variables.items():
        _check_storage(h5py, variable, key)
        if len(variable.shape) != len(plan[key]):
            raise _Foreign(f"its {key} has {len(variable.shape)} axes; expected {', '.join(plan[key])}")
        n_bytes += 8 * math.prod(variable.shape)
        if n_bytes > most:
            raise _Foreign(f"its {key} would unpack to more than is read, {most // 2**20} MB in all")


def _check_storage(h5py, variable, key):
    """Refuse a variable whose values lie elsewhere, or are packed in a way of their own."""
    made, h5z = variable.id.get_create_plist(), h5py.h5z
    if made.get_external_count() or made.get_layout() not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS, h5py.h5d.CHUNKED):
        raise _Foreign(f"the values of its {key} lie in other files; that is refused")
    known = (h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32)
    if any(made.get_filter(k)[0] not in known for k in range(made.get_nfilters())):
        raise _Foreign(f"its {key} is packed by a filter that is not known here; expected zlib")
    kind = variable.dtype
    text = h5py.check_string_dtype(kind)
    if not (kind.kind in "fiu" and kind.itemsize <= 8) and (text is None or text.length is not None):
        raise _Foreign(f"its {key} holds neither numbers nor texts")
    if variable.chunks is not None and 8 * math.prod(variable.chunks) > _LARGEST_CHUNK:
        raise _Foreign(f"its {key} is packed in larger pieces than are read")


def _check_axes(file, variable, key, axes):
    """A variable stands on the axes of the plan; one that names an axis stands on itself."""
    if axes == [key]:
        return
    stands_on = [file[row[0]].name for row in variable.attrs["DIMENSION_LIST"]]
    if stands_on != [f"/{axis}" for axis in axes]:
        raise _Foreign(f"its {key} stands on {shown(stands_on)}; expected {', '.join(axes)}")


def _read(variables, attributes):
    texts, arrays = {}, {}
    for key, variable in variables.items():
        if variable.dtype.kind == "O":
            texts[key] = variable.asstr()[...].tolist()
        else:
            arrays[key] = variable[...]
    shapes = {key: list(variable.shape) for key, variable in variables.items()}
    return Parcel({"texts": texts, "shapes": shapes, "attributes": attributes}, arrays)


def _attributes(file, names):
    found = {}
    for key in names:
        if key not in file.attrs:
            continue
        held = file.attrs.get_id(key)
        if math.prod(held.shape) != 1 or held.get_storage_size() > _LONGEST:
            raise _Foreign(f"its attribute {key} is damaged")
        value = np.asarray(file.attrs[key]).item()
        value = value.decode() if isinstance(value, bytes) else value
        if not isinstance(value, (str, int)):
            raise _Foreign(f"its attribute {key} is neither a text nor a whole number")
        found[key] = value
    return found
