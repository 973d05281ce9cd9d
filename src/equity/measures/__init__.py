"""Pure arithmetic (first version)."""
from equity.measures.decomposition import shapley_split
__all__ = ["shapley_split"]
