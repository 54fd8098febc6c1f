"""Networks written out in loops, from their weights."""

import numpy as np
from naive_learning import around

CHARACTERS = {"even": lambda x, y: 1.0, "x": lambda x, y: x, "y": lambda x, y: y, "xy": lambda x, y: 2 * x * y}
PARITIES = {"even": (0, 0), "x": (1, 0), "y": (0, 1), "xy": (1, 1)}


def silu(x):
    return x / (1 + np.exp(-x))


def told_of_pair(length, x, y, size):
    near = [np.exp(-(((length - place) / 0.2) ** 2)) for place in np.linspace(0.7, 2.0, 8)]
    angle = np.arctan2(y, x)
    twice, four = np.cos(2 * angle), np.cos(4 * angle)
    return [*near, *(one * twice for one in near), *(one * four for one in near), size, length - size]


def graph_outputs(network, glass, axes, particles, vectors):
    """All outputs, particle by particle and neighbour by neighbour; `axes` has that of stretch in its first column."""
    recipe, w = network.recipe, {name: array.astype(float) for name, array in network.weights.items()}
    spacing, kinds = glass.density**-0.5, list(PARITIES)
    carried = []
    for i in range(glass.n_particles):
        told = np.clip((particles[i] - w["mean"]) / w["scale"], -6, 6)
        own = {kind: np.zeros(recipe.width) for kind in kinds} | {"even": told @ w["in"] + w["in_bias"]}
        if recipe.fields:
            own |= {"x": vectors[i, :, 0] @ w["in_x"], "y": vectors[i, :, 1] @ w["in_y"]}
        carried.append(own)
    near = [
        [(j, v @ axes / r, r / spacing, r / scaled / spacing) for j, v, r, scaled in around(glass, i)
         if r < recipe.reach * spacing]
        for i in range(glass.n_particles)
    ]  # fmt: skip
    for k in range(recipe.rounds):
        new = []
        for i in range(glass.n_particles):
            heard = {kind: np.zeros(recipe.width) for kind in kinds}
            for j, (x, y), length, size in near[i]:
                told = np.array(told_of_pair(length, x, y, size))
                weights = silu(told @ w[f"{k}.pair"] + w[f"{k}.pair_bias"]) @ w[f"{k}.message"] + w[f"{k}.message_bias"]
                weights = weights.reshape(4, 4, recipe.width)
                for t, to in enumerate(kinds):
                    for s, of in enumerate(kinds):
                        odd = tuple((a + b) % 2 for a, b in zip(PARITIES[to], PARITIES[of], strict=True))
                        character = next(kind for kind in kinds if PARITIES[kind] == odd)
                        heard[to] += weights[t, s] * CHARACTERS[character](x, y) * carried[j][of] / 6
            mixed = {
                kind: np.concatenate([carried[i][kind], heard[kind]]) @ w[f"{k}.mix"][t] for t, kind in enumerate(kinds)
            }
            even = mixed["even"] + w[f"{k}.mix_bias"]
            gates = np.split(1 / (1 + np.exp(-(even @ w[f"{k}.gate"] + w[f"{k}.gate_bias"]))), 3)
            added = {kind: mixed[kind] * gate for kind, gate in zip(kinds[1:], gates, strict=True)}
            added["even"] = silu(even)
            new.append({kind: carried[i][kind] + added[kind] for kind in kinds})
        carried = new
    even = np.array([one["even"] for one in carried])
    return silu(even @ w["out"] + w["out_bias"]) @ w["last"] + w["last_bias"]


def convolution(maps, kernel, bias):
    """A padded 3 x 3 convolution, then what is above 0 of it, pixel by pixel."""
    height, width, _ = maps.shape
    out = np.zeros((height, width, kernel.shape[3]))
    for i in range(height):
        for j in range(width):
            total = bias.astype(float)
            for a in range(3):
                for b in range(3):
                    if 0 <= i + a - 1 < height and 0 <= j + b - 1 < width:
                        total = total + maps[i + a - 1, j + b - 1] @ kernel[a, b]
            out[i, j] = np.maximum(total, 0)
    return out


def density(glass, axes, n, pixel, half_width, scales):
    """Maps of sums of Gaussians around all images, (n, n, 2), the middle of the cell in the middle."""
    spacing, out = glass.density**-0.5, np.zeros((*n, 2))
    middle = glass.box.cell.sum(axis=0) / 2
    for i, x in enumerate((np.arange(n[0]) + 0.5 - n[0] / 2) * pixel):
        for j, y in enumerate((np.arange(n[1]) + 0.5 - n[1] / 2) * pixel):
            place = middle + spacing * (x * axes[:, 0] + y * axes[:, 1])
            apart = glass.box.minimum_image(glass.positions - place) / spacing / pixel
            square = (apart**2).sum(axis=1)
            weights = np.where(square < half_width**2, np.exp(-square / 2), 0)
            out[i, j] = weights.sum(), weights @ scales
    return out
