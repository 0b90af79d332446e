"""Neural network: known segments learnt by a multi-layer perceptron."""

from __future__ import annotations

import warnings
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Floats
from analysis.segmentation.labelled import Frozen, LabelledSegmenter


class Network(LabelledSegmenter):
    """One or more layers of rectified units, trained by Adam (Kingma and Ba 2015)."""

    title: ClassVar[str] = "Neural network"
    about: ClassVar[str] = "Learns labelled segments of any shape; wants many customers; cannot be read."
    fitted_rows: ClassVar[int] = 50_000

    method: Literal["mlp"] = "mlp"
    layers: tuple[int, ...] = Field(
        (32, 16), title="Layers", description="Units in each hidden layer.", min_length=1, max_length=5
    )
    passes: int = Field(
        200, title="Passes", description="How often the customers are gone through at most.", ge=1, le=5000
    )

    def learn(self, values: Floats, codes: npt.NDArray[np.intp], seed: int) -> Frozen:
        """Train the network; one that has not quite converged is kept without a warning."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPClassifier

        exact = values.astype(np.float64)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            network = MLPClassifier(self.layers, max_iter=self.passes, random_state=seed).fit(exact, codes)
        arrays = {f"weights_{at}": weights for at, weights in enumerate(network.coefs_)}
        arrays |= {f"offsets_{at}": offsets for at, offsets in enumerate(network.intercepts_)}
        return Frozen("network", arrays, {"layers": float(len(network.coefs_))})
