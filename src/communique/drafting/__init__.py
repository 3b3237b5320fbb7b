"""Labels proposed by extractors, for people to go through; and a project to do it in."""

from communique.drafting.proposing import Draft, propose

__all__ = ["Draft", "propose"]
