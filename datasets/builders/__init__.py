"""One module a source: from the file as it was published to the tables of a dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builders import pirates, published_figures, ucdp_country_year, ucdp_ged, ucdp_ged_monthly
from builders.inputs import Inputs
from builders.made import Made

BUILDERS: dict[str, Callable[[dict[str, Any], Inputs], Made]] = {
    "crss": published_figures.make,
    "gti": published_figures.make,
    "picss": published_figures.make,
    "pips": published_figures.make,
    "pirates": pirates.make,
    "satp": published_figures.make,
    "ucdp-country-year": ucdp_country_year.make,
    "ucdp-ged": ucdp_ged.make,
    "ucdp-ged-monthly": ucdp_ged_monthly.make,
}
