"""ClaimReview data (schema.org/ClaimReview) for each claim; the rating stays empty until a journalist sets it."""

from __future__ import annotations

from datetime import date
from typing import Any

from verifier.claims.document import Document


def claim_review(document: Document, result: dict[str, Any], reviewed: date) -> dict[str, Any]:
    """One claim as a schema.org ClaimReview.

    reviewed is the day of the check. The program issues findings, not ratings: reviewRating is there, with no value,
    and the finding stands in reviewBody. author and url are the publishing newsroom's to fill in.
    """
    claim = result["claim"]
    item: dict[str, Any] = {"@type": "Claim"}
    speaker = claim["speaker"] or document.speaker
    if speaker:
        item["author"] = {"@type": "Person", "name": speaker}
    if document.published:
        item["datePublished"] = str(document.published)
    appearances = [link for link in [document.url, *document.sources] if link]
    if appearances:
        item["appearance"] = [{"@type": "CreativeWork", "url": link} for link in appearances]
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": str(reviewed),
        "url": "",
        "author": {"@type": "Organization", "name": ""},
        "claimReviewed": claim["sentence"],
        "itemReviewed": item,
        "reviewBody": result["sentence"],
        "reviewRating": {"@type": "Rating", "alternateName": ""},
    }
