"""The providers that have a client of their own: a module here is one, called as the provider is.

``-m NAME/MODEL`` is asked through the ``client`` of the module NAME, where there is one; of all
other names instructor is asked (``llm.openai``). Nothing else names such a provider.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from communique.llm.client import Client
from communique.models import Model

__all__ = ["client_of"]


def client_of(model: Model) -> Client:
    """What asks ``model``: its own client, its provider's, or instructor.

    Raises:
        UsageError: the provider is unknown or not installed, its key is not set.
    """
    if model.client is not None:
        made: Client = model.client(model)
        return made
    if model.provider in {module.name for module in pkgutil.iter_modules(__path__)}:
        offered: Client = import_module(f"{__name__}.{model.provider}").client(model)
        return offered
    from communique.llm.openai import InstructorClient

    return InstructorClient(model)
