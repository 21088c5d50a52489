"""ClaimReview data (schema.org/ClaimReview) for each claim; the rating stays empty until a journalist sets it."""

from __future__ import annotations

from datetime import date
from typing import Any

from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.reports.editorial import Editorial, Rating
from verifier.showing import visible, web_address


def claim_review(
    document: Document, result: dict[str, Any], reviewed: date, number: int = 1, newsroom: Editorial | None = None
) -> dict[str, Any]:
    """One claim as a schema.org ClaimReview.

    reviewed is the day of the check, number that of the claim. The program issues findings, not ratings: reviewRating
    is there, with no value, until the newsroom's file has one, and the finding stands in reviewBody. author and url are
    the newsroom's too, and empty until it says them.
    """
    own = newsroom or Editorial()
    claim = result["claim"]
    item: dict[str, Any] = {"@type": "Claim", "name": _line(claim["text"])}
    speaker = claim["speaker"] or document.speaker
    if speaker:
        item["author"] = {"@type": "Person", "name": _line(speaker)}
    if document.published:
        item["datePublished"] = str(document.published)
    appearances = dict.fromkeys(map(web_address, [document.url, *document.sources]))
    links = [link for link in appearances if link]
    if links:
        item["appearance"] = [{"@type": "CreativeWork", "url": link} for link in links]
    author = {"@type": "Organization", "name": own.publisher}
    rating = own.ratings.get(number)
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": str(rating.on if rating and rating.on else reviewed),
        "url": f"{own.url}#claim-{number}" if own.url else "",
        "author": {**author, "url": own.publisher_url} if own.publisher_url else author,
        "claimReviewed": _line(claim["sentence"]),
        "itemReviewed": item,
        "reviewBody": _line(result["sentence"]),
        "reviewRating": _rating(rating),
    }


def _rating(rating: Rating | None) -> dict[str, Any]:
    if rating is None:
        return {"@type": "Rating", "alternateName": ""}
    made: dict[str, Any] = {"@type": "Rating", "alternateName": rating.rating}
    numbers = {"ratingValue": rating.value, "bestRating": rating.best, "worstRating": rating.worst}
    made |= {name: number for name, number in numbers.items() if number is not None}
    made |= {"ratingExplanation": rating.why} if rating.why else {}
    return made | ({"author": {"@type": "Person", "name": rating.by}} if rating.by else {})


def _line(text: str) -> str:
    return visible(as_read(text))
