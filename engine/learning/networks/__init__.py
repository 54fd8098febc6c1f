"""Networks that predict who will move most under a load, applied without the library that trains them."""

from .file import load_network
from .graph import GraphNetwork, GraphRecipe
from .load_graph import LoadGraph, load_graph
from .network import Network, NetworkRecipe

__all__ = ["GraphNetwork", "GraphRecipe", "LoadGraph", "Network", "NetworkRecipe", "load_graph", "load_network"]
