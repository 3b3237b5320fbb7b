"""The day of publication that a call gives to articles that carry none."""

from __future__ import annotations

from communique.errors import UsageError

__all__ = ["day_given"]


def day_given(published: str | None) -> str | None:
    """``published`` as an ISO day.

    Raises:
        UsageError: it is none.
    """
    from communique.given import day_of

    try:
        return None if published is None else day_of(published)
    except ValueError:
        raise UsageError(f"--published {published!r} is not a date such as 2022-02-28") from None
