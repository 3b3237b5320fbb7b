"""``verify``: a draft and its sources in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communique.errors import InputError, UsageError
from communique.given import Given, as_document, documents_of
from communique.records import Document, Failure
from communique.verification.claims import claims_of
from communique.verification.report import Verification
from communique.verification.verdicts import findings_of
from communique.verification.voices import Source

__all__ = ["verify"]


def verify(draft: str, sources: Given | Iterable[Given]) -> Verification:
    """Check every quotation and attribution of ``draft`` against ``sources``.

    Offline and deterministic: the same rules that read articles find what the draft says that
    somebody said, and the same grounding looks for it. Reported words count as said only where the
    sources have them; a free paraphrase is ``not_in_sources``.

    Args:
        draft: any text: a summary, an article, a chatbot's answer.
        sources: one text or several, each as for ``extract_many``.

    Raises:
        InputError: the draft or a source is empty, or no text.
        UsageError: there is no source.
    """
    document = as_document(draft, document_id="draft")
    given = [sources] if isinstance(sources, str | Mapping | Document) else sources
    texts = []
    for found in documents_of(given):
        if isinstance(found, Failure):
            raise InputError(f"source {found.document_id}: {found.error.message}")
        if not isinstance(found, Document):
            raise UsageError("sources are texts: give the articles, not their records")
        texts.append(found)
    if not texts:
        raise UsageError("there is no source to check the draft against")
    read = [Source(text) for text in {text.id: text for text in texts}.values()]
    findings = [finding for claim in claims_of(document) for finding in findings_of(claim, read)]
    return Verification(
        findings=tuple(findings),
        draft=document.text,
        sources=tuple(source.document for source in read),
    )
