"""Who may be whom, and what agrees in them."""

from __future__ import annotations

from typing import Any

import pytest

from communique.gold.records import GoldParticipant
from communique.scoring.likeness import attribute_checks, candidates


def person(name: str = "Ida Holm", **more: Any) -> GoldParticipant:
    return GoldParticipant(name=name, **more)


def test_everybody_who_may_be_meant_is_a_candidate() -> None:
    """By name or alias; who is nobody's way of writing is none."""
    gold = [person(), person("Pope Francis", aliases=("Jorge Bergoglio",)), person("Per Aas")]
    predicted = [person("Eve Fox"), person("J. Bergoglio"), person("I. Holm"), person("Holm")]
    assert [(i, j) for i, j, _ in candidates(gold, predicted)] == [(0, 2), (0, 3), (1, 1)]


def test_the_same_name_weighs_more_than_any_agreement() -> None:
    """Then gold that counts, then each attribute that agrees."""
    full = {"country": "US", "title": "President", "organization": "NATO"}
    order = [
        (person(optional=True, **full), person("Holm")),
        (person(optional=True, **full), person("Holm", **full)),
        (person(**full), person("Holm")),
        (person(**full), person("Holm", country="US")),
        (person(**full), person("Holm", **full)),
        (person(optional=True, **full), person()),
        (person(**full), person("President Ida Holm", **full)),
    ]
    weights = [candidates([gold], [predicted])[0][2] for gold, predicted in order]
    assert weights == sorted(set(weights))
    assert weights[4] < 1.5 < 2 < weights[5]


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        ("President of the Republic", "President of the Republic", True),
        ("President of the Republic", "the Republic's president", True),
        ("President of the Republic", "President", False),
        ("Foreign Minister", "Minister", True),  # half of the words
        ("Minister", "Foreign Minister", True),
        (None, None, True),
        ("Minister", None, False),
        (None, "Minister", False),
    ],
)
def test_half_of_the_words_of_a_title_are_enough(
    gold: str | None, predicted: str | None, right: bool
) -> None:
    """So of an organization."""
    _, title, _ = attribute_checks(person(title=gold), person(title=predicted))
    assert (title.field, title.gold, title.predicted, title.right) == (
        "title",
        gold,
        predicted,
        right,
    )
    _, _, body = attribute_checks(person(organization=gold), person(organization=predicted))
    assert (body.field, body.gold, body.predicted, body.right) == (
        "organization",
        gold,
        predicted,
        right,
    )


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [("US", "US", True), ("US", "GB", False), ("US", None, False), (None, None, True)],
)
def test_a_country_is_the_same_or_not(gold: str | None, predicted: str | None, right: bool) -> None:
    """Both without one agree."""
    country, _, _ = attribute_checks(person(country=gold), person(country=predicted))
    assert (country.field, country.gold, country.predicted, country.right) == (
        "country",
        gold,
        predicted,
        right,
    )
