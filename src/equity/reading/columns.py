"""Pattern work on whole text columns in Arrow, many times faster than cell by cell."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def contains(texts: Any, pattern: str, *, ignore_case: bool = False) -> NDArray[np.bool_]:
    """Mask of the texts in which the RE2 ``pattern`` occurs."""
    mask = pc.match_substring_regex(_arrow(texts), pattern, ignore_case=ignore_case)
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)


def replaced(texts: Any, pattern: str, by: str) -> Any:
    """The texts with every match of the RE2 ``pattern`` replaced."""
    return _series(pc.replace_substring_regex(_arrow(texts), pattern, by), texts.index)


def each_once(texts: Any, meaning: Callable[[str], str]) -> NDArray[np.object_]:
    """The meaning of each text, worked out once for those that repeat."""
    codes, said = pd.factorize(texts)
    return np.array([meaning(text) for text in said], dtype=object)[codes]


def stripped(column: pa.ChunkedArray) -> Any:
    """A Series of an Arrow text column without white space at the ends; missing becomes empty."""
    text = pc.utf8_trim_whitespace(pc.fill_null(column, "")).combine_chunks()
    return _series(text, pd.RangeIndex(len(text)))


def _arrow(texts: Any) -> Any:
    found = pa.array(texts.array if hasattr(texts, "array") else texts, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _series(text: Any, index: Any) -> Any:
    return pd.Series(pd.array(text.cast(pa.large_string()), dtype="str"), index=index)
