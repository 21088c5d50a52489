"""Common nouns of places, and how the words around a name show that it is one."""

from __future__ import annotations

from verifier.claims.text.lexicon import bag

DIRECTIONS = bag(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-eastern north-western south-eastern south-western "
    "downtown upstate northernmost southernmost"
)
# Areas: "the city of X", "X province", "in this country".
AREAS = bag(
    "country countries nation nations state states city cities county counties town towns village villages province "
    "provinces prefecture region regions district districts area areas territory territories suburb suburbs "
    "neighborhood neighborhoods neighbourhood neighbourhoods island islands islet valley coast border borders capital "
    "peninsula zone zones outskirts stronghold parish borough municipality republic canton enclave governorate desert "
    "mountains mount fort cape river lake delta gulf strait bay metro township world continent"
)
NATIONWIDE = bag("nationwide nationally countrywide")
WORLDWIDE = bag("worldwide globally world-wide")
# Buildings and grounds: "a Moscow subway station", "Gatwick Airport", "in prisons".
SITES = bag(
    "school schools university college campus campuses hospital hospitals prison prisons jail jails airport station "
    "church mosque synagogue temple cathedral mall supermarket market hotel park parks pool pools bridge embassy "
    "nightclub club restaurant mine base factory courthouse stadium theater theatre shelter shelters road roads "
    "highway highways street streets roadways avenue camp camps checkpoint cinema clinic square tower facility "
    "facilities playground playgrounds plantation refinery quarry port harbor harbour warehouse complex "
    "colleges universities churches mosques "
    "temples synagogues malls bridges hotels stations airports clubs restaurants bases mines villages"
)
PLACE_NOUNS = AREAS | SITES

# Words that tie a name to something else than where: "US-led", "Iraq-based".
TIES = bag(
    "led backed born based sponsored trained made funded supported allied style brokered occupied controlled "
    "administered"
)
# Before a name they change nothing of where: "mainland China", "former Yugoslavia", "neighbouring Mali".
UNCHANGING = bag("mainland former neighbouring neighboring nearby adjacent")

# Incidents told by whom they happen to or who does them: "American casualties" are not casualties in America.
OF_PEOPLE = bag(
    "casualty casualties hostage hostages captive captives detainee detainees victim victims airstrike airstrikes "
    "strike strikes raid raids shelling bombardment"
)

# What is printed or sent in a country and tells of others: "a Nigerian newspaper".
MEDIA = bag(
    "newspaper newspapers paper daily magazine broadcaster website outlet outlets media tabloid weekly journal journals"
)

# Names of places that are as often those of people: after another name they are a surname.
ALSO_PEOPLE = bag(
    "jordan chad georgia paris israel kenya sydney austin dallas houston washington victoria charlotte madison lincoln "
    "florence orlando savannah brooklyn virginia montana holland ireland england wales scotland india london york "
    "berlin boston phoenix troy jackson lawrence"
)


def titled(raw: list[str]) -> bool:
    """Whether a sentence is written as a headline, so that capitals say nothing: "Five Killed in Bus Crash"."""
    long = [word for word in raw if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)
