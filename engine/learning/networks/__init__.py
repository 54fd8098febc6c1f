"""Networks that predict who will move most under a load, applied without the library that trains them."""

from .file import load_network
from .graph import GraphNetwork, GraphRecipe
from .image import ImageNetwork, ImageRecipe
from .load_graph import LoadGraph, load_graph
from .load_map import LoadMap, load_map
from .map import MapNetwork, MapRecipe
from .network import Network, NetworkRecipe

__all__ = [
    "GraphNetwork",
    "GraphRecipe",
    "ImageNetwork",
    "ImageRecipe",
    "LoadGraph",
    "LoadMap",
    "MapNetwork",
    "MapRecipe",
    "Network",
    "NetworkRecipe",
    "load_graph",
    "load_map",
    "load_network",
]
