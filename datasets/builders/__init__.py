"""One module a source: from the file as it was published to the tables of a dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builders import (
    canada_homicides,
    crime_rates,
    eurostat_police_recorded,
    fbi_estimated_crimes,
    missing_migrants,
    palestine_casualties,
    pirates,
    population,
    published_figures,
    ucdp_country_year,
    ucdp_ged,
    ucdp_ged_monthly,
    ucdp_prio_conflicts,
    unhcr,
    united_states,
)
from builders.inputs import Inputs
from builders.made import Made

BUILDERS: dict[str, Callable[[dict[str, Any], Inputs], Made]] = {
    "billion-dollar-disasters": united_states.disasters,
    "canada-homicides": canada_homicides.make,
    "crss": published_figures.make,
    "eurostat-crime-rates": eurostat_police_recorded.make_rates,
    "eurostat-police-recorded": eurostat_police_recorded.make,
    "exploited-vulnerabilities": united_states.vulnerabilities,
    "fatal-crashes-us": united_states.fatal_crashes,
    "fbi-crime-rates": crime_rates.fbi,
    "fbi-estimated-crimes": fbi_estimated_crimes.make,
    "gti": published_figures.make,
    "homicide-rates": crime_rates.homicides,
    "mass-shootings-us": united_states.mass_shootings,
    "measles-us": united_states.measles,
    "missing-migrants-routes": missing_migrants.make_routes,
    "missing-migrants-world": missing_migrants.make_world,
    "palestine-casualties": palestine_casualties.make,
    "picss": published_figures.make,
    "pips": published_figures.make,
    "pirates": pirates.make,
    "population": population.make,
    "satp": published_figures.make,
    "ucdp-country-year": ucdp_country_year.make,
    "ucdp-ged": ucdp_ged.make,
    "ucdp-ged-monthly": ucdp_ged_monthly.make,
    "ucdp-prio-conflicts": ucdp_prio_conflicts.make,
    "unhcr": unhcr.make,
    "unhcr-by-origin": unhcr.make_by_origin,
    "work-stoppages-us": united_states.stoppages,
}
