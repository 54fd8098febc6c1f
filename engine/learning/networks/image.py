"""Fan and Ma's convolutional network: one image of Gaussians around each particle, one answer (FM21 Fig. 1, Methods).

Convolutions of 3 x 3 pixels in blocks, zeros beyond the edges in all but the last one of the first block and the last
of all, the largest of 2 x 2 pixels between blocks: 50 pixels become 48, 24, 12, 6, 3 and 1. The normalisation of
batches that it is trained with is a factor and a shift of each channel afterwards, and part of the weights here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import GlassError
from ...matter.density_maps import spatial_density_maps
from ...matter.glass import Glass
from ...matter.load import Load
from .convolutions import convolved, max_pooled
from .network import Network, NetworkRecipe

SMALL = ((16, 16), (32, 32), (64, 64), (64, 64), (64, 64))
"""Channels of a network that two cores can train."""

FULL = tuple((20 * 2**k,) * 5 for k in range(5))
"""FM21's: 25 convolutions, 20 to 320 channels."""

_AT_ONCE, _DRAWN = 128, 1024  # images that go through the layers, and that are drawn after finding pairs once
_MOST = 512


@dataclass(frozen=True)
class Images:
    """What the network is told: images around particles, the load's stretch along their diagonal.

    Attributes
    ----------
    images : ndarray, shape (pixels, pixels, n, species)
        FM21 eq. 1.
    """

    images: np.ndarray

    def single(self) -> Images:
        """The same in single precision, for training."""
        return Images(self.images.astype(np.float32))


@dataclass(frozen=True)
class ImageRecipe(NetworkRecipe[Images]):
    """The shape of FM21's network.

    Attributes
    ----------
    strains : tuple of float
        One: each strain has a network of its own.
    blocks : tuple of tuples of int
        Channels after each convolution, five blocks.
    half_width, spacing : float
        FM21's r_c and Δ, units of length.
    n_species : int
        Channels of the images.
    """

    strains: tuple[float, ...] = (0.02,)
    blocks: tuple[tuple[int, ...], ...] = SMALL
    half_width: float = 5.0
    spacing: float = 0.2
    n_species: int = 2

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "blocks", tuple(tuple(map(int, block)) for block in self.blocks))
        channels = [n for block in self.blocks for n in block]
        sane = len(self.blocks) == 5 and all(self.blocks) and 0 < min(channels) <= max(channels) <= _MOST
        if not (sane and sum(map(len, self.blocks)) <= 64 and len(self.strains) == 1 and self.n_species in (1, 2)):
            raise GlassError(f"no network has this shape: {self}")
        if round(2 * self.half_width / self.spacing) != 50:
            raise GlassError("images have 50 pixels along each side: half_width is 25 times the spacing")

    @property
    def indicator(self) -> str:
        """Key of the indicator that such a network computes."""
        return "susceptibility_image"

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Arrays of weights: kernels are (3, 3, from, to)."""
        found: dict[str, tuple[int, ...]] = {}
        n_in = self.n_species
        for k, block in enumerate(self.blocks):
            for m, n_out in enumerate(block):
                found |= {f"{k}.{m}": (3, 3, n_in, n_out), f"{k}.{m}_bias": (n_out,)}
                n_in = n_out
        return found | {"last": (n_in, 1), "last_bias": (1,)}

    def is_padded(self, block: int, convolution: int) -> bool:
        """Whether a convolution has zeros beyond the edges: all but the end of the first block and the very last.

        Parameters
        ----------
        block, convolution : int
            Which, from 0.
        """
        return convolution < len(self.blocks[block]) - 1 or block not in (0, len(self.blocks) - 1)

    def told_of(self, glass: Glass, load: Load, who: np.ndarray | None = None) -> Images:
        """Images around particles, see `spatial_density_maps`.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        load : Load
            A shear.
        who : array_like of int, optional
            Particles; all of them where left out, 20 kB each.
        """
        maps = spatial_density_maps(glass, who, load, self.half_width, self.spacing, mean=False)[1]
        return Images(np.ascontiguousarray(maps.transpose(2, 3, 0, 1)))


@dataclass(frozen=True, eq=False)
class ImageNetwork(Network[Images]):
    """A trained network on images, see `Network` and `ImageRecipe`; the mean over the four mirrors is taken."""

    recipe: ImageRecipe
    kind = "image"

    def outputs(self, told: Images) -> np.ndarray:
        """Log odds at the strain for every image, shape (n, 1).

        Parameters
        ----------
        told : Images
            As the recipe's `told_of` gives it.

        Notes
        -----
        Cost: 6 ms an image with the small recipe, all four mirrors together.
        """
        images = told.images.astype(np.float32)
        parts = _parts(np.arange(images.shape[2]), _AT_ONCE)
        return np.concatenate([self._of_mirrors(images[:, :, who]) for who in parts])

    def _of_mirrors(self, images):
        mirrors = (images, images.swapaxes(0, 1), images[::-1, ::-1], images[::-1, ::-1].swapaxes(0, 1))
        return np.mean([self._answers(one) for one in mirrors], axis=0)

    def _answers(self, images):
        w, maps = self.weights, images
        for k, block in enumerate(self.recipe.blocks):
            maps = max_pooled(maps) if k else maps
            for m in range(len(block)):
                maps = convolved(maps, w[f"{k}.{m}"], w[f"{k}.{m}_bias"], self.recipe.is_padded(k, m))
        return maps[0, 0] @ w["last"] + w["last_bias"]

    def _of_all(self, glass, load):
        parts = _parts(np.arange(glass.n_particles), _DRAWN)  # not all at once: an image has 40 kB while it is drawn
        return np.concatenate([self.outputs(self.recipe.told_of(glass, load, who)) for who in parts])


def _parts(places, most):
    """So many of them at most, one part after the other."""
    return np.array_split(places, -(-len(places) // most))
