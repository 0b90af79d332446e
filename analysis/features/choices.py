"""What the analyst decides about the features."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from analysis.settings import Settings

Names = Annotated[tuple[str, ...], Strict(False)]

Transform = Literal["auto", "none", "log1p", "yeo_johnson"]
Scale = Literal["standard", "minmax", "robust", "none"]


class Features(Settings):
    """Which columns of the customer table are segmented, and how they are made comparable."""

    use: Literal["auto"] | Names = Field(
        "auto",
        title="Use",
        description='Names of features or columns; "auto": recency, frequency, monetary and tenure for orders, '
        "the numbers that are no ids and no outcomes for a customers file.",
    )
    drop: Names = Field((), title="Drop", description="Names of features or columns to leave out.")
    transform: Transform = Field(
        "auto",
        title="Transform",
        description="auto: log1p where skewed to the right, Yeo-Johnson where that cannot help.",
    )
    scale: Scale = Field(
        "standard", title="Scale", description="standard: mean 0, deviation 1; robust: median and quartiles."
    )
    encode: Literal["one_hot", "ordinal"] = Field(
        "one_hot", title="Encode categories", description="one_hot: a 0/1 column a level; ordinal: the level's rank."
    )
    rare_level_share: float = Field(
        0.02,
        ge=0.0,
        le=0.5,
        title="Rare levels below",
        description="Levels of a category that fewer customers than this share have are pooled.",
    )
    correlation_bound: float = Field(
        0.95,
        gt=0.0,
        le=1.0,
        title="Correlation bound",
        description="Of two automatic features correlated above this, the later one is left out.",
    )
    most_missing_share: float = Field(
        0.5,
        ge=0.0,
        le=1.0,
        title="Most missing",
        description="Automatic features that more customers than this share lack are left out.",
    )
    missing_flag_share: float = Field(
        1.0,
        gt=0.0,
        le=1.0,
        title="Flag missing from",
        description="A 0/1 column says who lacks a value where at least this share does; 1: never. "
        "Missing values themselves become the median.",
    )
    text: int = Field(
        5,
        ge=1,
        le=100,
        title="Text components",
        description="How many numbers a text column that is named under use becomes (TF-IDF, truncated SVD).",
    )
    pca: int = Field(
        0, ge=0, le=100, title="Principal components", description="Replace the features by so many; 0: keep them."
    )
    target: str | None = Field(
        None,
        title="Target",
        description="A column whose mutual information with each feature is told; it never becomes a feature.",
    )
    least_information: float = Field(
        0.0,
        ge=0.0,
        title="Least information",
        description="Features that tell less about the target than this many nats are left out.",
    )
