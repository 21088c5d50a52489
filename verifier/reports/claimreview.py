"""ClaimReview data (schema.org/ClaimReview) for each claim that the newsroom has rated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.reports.editorial import Editorial, Rating
from verifier.reports.who_said import full_name, is_organisation, statement
from verifier.unseen_characters import visible, web_address


def claim_reviews(
    document: Document, results: Mapping[int, Mapping[str, Any]], reviewed: date, newsroom: Editorial
) -> list[dict[str, Any]]:
    """A schema.org ClaimReview for each claim with a rating, where the newsroom says who it is and where the page is.

    results are the checks by the claims' numbers, reviewed the day of the check. Without a rating, an author and an
    address the data are no valid ClaimReview, so that there is none. The program's finding stands in reviewBody.
    """
    if not (newsroom.publisher and newsroom.url):
        return []
    sentences = Counter(result["claim"]["sentence"] for result in results.values())
    return [
        _review(document, result, reviewed, number, newsroom, newsroom.ratings[number],
                alone=sentences[result["claim"]["sentence"]] == 1)
        for number, result in results.items()
        if number in newsroom.ratings
    ]  # fmt: skip


def _review(
    document: Document, result: Mapping[str, Any], reviewed: date, number: int, own: Editorial, rating: Rating, *,
    alone: bool,
) -> dict[str, Any]:  # fmt: skip
    claim = result["claim"]
    said = visible(statement(claim, alone))
    item: dict[str, Any] = {"@type": "Claim", "name": said}
    speaker = visible(full_name(claim["speaker"] or document.speaker, document))
    if speaker and not claim["negated"]:  # who denies a statement did not make it
        item["author"] = {"@type": "Organization" if is_organisation(speaker) else "Person", "name": speaker}
    if document.published:
        item["datePublished"] = str(document.published)
    appearances = dict.fromkeys(map(web_address, [document.url, *document.sources]))
    links = [link for link in appearances if link]
    if links:
        item["appearance"] = [{"@type": "CreativeWork", "url": link} for link in links]
    author = {"@type": "Organization", "name": own.publisher}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": str(rating.on or reviewed),
        "url": f"{own.url}#claim-{number}",
        "author": {**author, "url": own.publisher_url} if own.publisher_url else author,
        "claimReviewed": said,
        "itemReviewed": item,
        "reviewBody": visible(as_read(result["sentence"])),
        "reviewRating": _rating(rating),
    }


def _rating(rating: Rating) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "Rating", "alternateName": rating.rating}
    numbers = {"ratingValue": rating.value, "bestRating": rating.best, "worstRating": rating.worst}
    made |= {name: number for name, number in numbers.items() if number is not None}
    made |= {"ratingExplanation": rating.why} if rating.why else {}
    return made | ({"author": {"@type": "Person", "name": rating.by}} if rating.by else {})
