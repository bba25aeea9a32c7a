"""Codes shared by columns, tables, filters and indicators: national statistical concepts, none a province's own.

Sectors, occupations, districts, fields and colleges are not here: they are a province's tables, and their code is their
row.
"""

from enum import IntEnum, IntFlag


class Sex(IntEnum):
    """Sex as the labour-force survey records it."""

    male = 0
    female = 1


class Credential(IntEnum):
    """Highest vocational or academic paper a person holds (codes of the labour-force survey, in rising order)."""

    none = 0
    trained_without_paper = 1
    short_certificate = 2
    elementary = 3
    intermediate = 4
    college = 5
    university = 6


class Status(IntEnum):
    """What a person is doing in the month (ICLS-19: own-use farmers stand outside employment).

    ``outside`` is the pool of people of other provinces and those who moved there; ``away`` serve in the forces or work
    abroad for a fixed time; ``gone`` have died.
    """

    child = 0
    in_school = 1
    in_training = 2
    inactive = 3
    own_use_farmer = 4
    retired = 5
    unemployed = 6
    employed = 7
    outside = 8
    gone = 9
    away = 10


class Contract(IntEnum):
    """How an employed person works; only ``formal_wage`` stands on a payroll, the rest in household trades."""

    nothing = 0
    formal_wage = 1
    informal_wage = 2
    own_account = 3
    farm = 4


class Insurance(IntEnum):
    """Social insurance of the month; ``compulsory_only`` is insured staff whom unemployment insurance leaves out."""

    none = 0
    voluntary = 1
    compulsory_only = 2
    compulsory = 3


class Mark(IntFlag):
    """Lasting marks of a person, any number at once."""

    disability = 1
    demobilised = 2
    returnee = 4


class Channel(IntEnum):
    """How a worker and a job come together; the last four are the employment centre's."""

    relatives = 0
    direct = 1
    online = 2
    agency = 3
    college = 4
    centre = 5
    platform = 6
    fair = 7
    link = 8


class Poverty(IntEnum):
    """Standing of a household by the provincial standard; nearly nobody is poor by the central one."""

    none = 0
    poor = 1
    near_poor = 2
    left_poverty = 3


class Level(IntEnum):
    """Level of a training programme."""

    short = 0
    elementary = 1
    intermediate = 2
    college = 3
    university = 4


CREDENTIALS = tuple(member.name for member in Credential)
CHANNELS = tuple(member.name for member in Channel)
CONTRACTS = tuple(member.name for member in Contract)
SEXES = tuple(member.name for member in Sex)
LEVELS = tuple(member.name for member in Level)
