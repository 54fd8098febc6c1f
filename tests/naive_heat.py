"""dc/dgamma term by term, as the paper prints it (SN19 eq. S5), with every tensor dense: for a few dozen particles."""

import naive_modes as naive
import numpy as np


def heat_capacity_derivative(glass, load):
    """All twelve terms, for every pair, shape (n_pairs,)."""
    f, phi2, phi3 = (dense_of_pairs(glass, t) for t in naive.tensors(glass)[:3])
    strained = np.einsum("pa,ba->pb", glass.pairs.vectors, load.A)
    g2, g3, g4 = (np.einsum("p...a,pa->p...", t, strained) for t in naive.tensors(glass)[1:])
    f_g, phi2_g, phi3_g = (dense_of_pairs(glass, t) for t in (g2, g3, g4))
    u3, u2_g, u3_g = (t.sum(axis=0) for t in (phi3, phi2_g, phi3_g))
    u4 = fourth_of_all(glass)
    inverse = naive.inverse(glass)
    y = f_g.sum(axis=0) @ inverse  # Xi . M^-1
    heat = inverse @ np.einsum("lmn,mn->l", u3, inverse)  # M^-1 . U''' : M^-1
    u3_y = np.einsum("j,jlm->lm", y, u3)
    squeezed = inverse @ u2_g @ inverse  # M^-1 (dU''/dgamma) M^-1
    turned = inverse @ u3_y @ inverse
    terms = [
        np.einsum("pkl,kl->p", phi2_g, inverse),
        -np.einsum("pkl,kl->p", phi2, squeezed),
        -np.einsum("j,pjkl,kl->p", y, phi3, inverse),
        -f_g @ heat,
        -f @ inverse @ np.einsum("lmn,mn->l", u3_g, inverse),
        np.einsum("pkl,kl->p", phi2, turned),
        f @ inverse @ u2_g @ heat,
        f @ inverse @ np.einsum("lmn,mn->l", u3, squeezed),
        np.einsum("j,pjk,k->p", y, phi2, heat),
        f @ inverse @ np.einsum("j,jlmn,mn->l", y, u4, inverse),
        -f @ inverse @ u3_y @ heat,
        -f @ inverse @ np.einsum("lmn,mn->l", u3, turned),
    ]
    return sum(terms)


def dense_of_pairs(glass, tensors):
    """Derivatives by the coordinates of all particles from those by the pairs' vectors: (n_pairs, 2N, ..., 2N)."""
    n_pairs, order, size = len(tensors), tensors.ndim - 1, 2 * glass.n_particles
    ends = np.zeros((n_pairs, size, 2))
    for p, (i, j) in enumerate(zip(glass.pairs.i, glass.pairs.j, strict=True)):
        ends[p, 2 * j : 2 * j + 2], ends[p, 2 * i : 2 * i + 2] = np.eye(2), -np.eye(2)
    for axis in range(1, order + 1):
        moved = np.moveaxis(tensors, axis, -1)
        tensors = np.moveaxis(np.einsum("p...a,pxa->p...x", moved, ends), -1, axis)
    return tensors


def fourth_of_all(glass):
    """Fourth derivatives of the energy, (2N, 2N, 2N, 2N)."""
    size = 2 * glass.n_particles
    out = np.zeros((size,) * 4)
    ends = np.hstack([-np.eye(2), np.eye(2)])
    for i, j, tensor in zip(glass.pairs.i, glass.pairs.j, naive.tensors(glass)[3], strict=True):
        where = [2 * i, 2 * i + 1, 2 * j, 2 * j + 1]
        out[np.ix_(where, where, where, where)] += np.einsum("abcd,aw,bx,cy,dz->wxyz", tensor, *[ends] * 4)
    return out
