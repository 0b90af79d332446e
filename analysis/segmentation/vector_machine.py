"""Support vector machine: known segments divided by the widest margins."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from analysis.segmentation.base import Floats
from analysis.segmentation.labelled import Frozen, LabelledSegmenter


class VectorMachine(LabelledSegmenter):
    """A machine with the radial kernel for every pair of segments, and a vote (Cortes and Vapnik 1995)."""

    title: ClassVar[str] = "Support vector machine"
    about: ClassVar[str] = "Learns labelled segments with curved borders; good with few customers."
    fitted_rows: ClassVar[int] = 5_000

    method: Literal["svm"] = "svm"
    penalty: float = Field(1.0, title="Penalty", description="Larger: follows the labels more closely.", gt=0, le=1e6)
    gamma: Annotated[float, Field(gt=0)] | Literal["auto"] = Field(
        "auto", title="Kernel", description="How fast similarity falls with distance; auto: 1 / (features × variance)."
    )

    def learn(self, values: Floats, codes: npt.NDArray[np.intp], seed: int) -> Frozen:
        """Fit the machine."""
        from sklearn.svm import SVC

        exact = values.astype(np.float64)
        gamma = 1 / (exact.shape[1] * max(float(exact.var()), 1e-12)) if self.gamma == "auto" else float(self.gamma)
        machine = SVC(C=self.penalty, gamma=gamma, random_state=seed).fit(exact, codes)
        binary = len(machine.classes_) == 2  # scikit-learn turns the signs round where there are two classes
        arrays = {
            "points": machine.support_vectors_,
            "counts": machine.n_support_.astype(np.int64),
            "weights": -machine.dual_coef_ if binary else machine.dual_coef_,
            "offsets": -machine.intercept_ if binary else machine.intercept_,
        }
        return Frozen("machine", arrays, {"gamma": gamma})
