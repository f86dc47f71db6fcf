"""How sure a share is."""

from math import sqrt

# The standard normal distribution's quantile at 97.5 %.
_Z = 1.959963984540054


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share: `count` out of `of`, which is at least 1.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of
    the American Statistical Association 22 (1927), 209-212. Unlike share ± 1.96 standard errors it holds for
    few votes, and never leaves 0…1.
    """
    share = count / of
    wide = _Z * _Z / of
    middle = (share + wide / 2) / (1 + wide)
    half = _Z * sqrt(share * (1 - share) / of + wide / (4 * of)) / (1 + wide)
    return max(0.0, middle - half), min(1.0, middle + half)
