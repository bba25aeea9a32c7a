"""Keyed draws: a number is a pure function of (seed, stream, who, month), never the next of a shared sequence.

So the same person has the same luck in every scenario, whoever else is treated, whatever the order of rows, on any
machine and any number of processes. The mixer is the finaliser of splitmix64 (Steele, Lea & Flood 2014), applied once
to the month's key plus a multiple of the identity: a splitmix64 sequence whose start is itself hashed from seed, stream
and month.

A person's competing monthly chances share one number, each with an interval of its own (``Lot``): changing one hazard
moves nobody between other events.
"""

from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_MASK = (1 << 64) - 1
#: Rounds of a permutation: enough that neighbours are drawn together as often as strangers.
_ROUNDS = 4


class Stream(IntEnum):
    """What a draw is for. Numbers are part of the results: never reuse or renumber one."""

    lot = 1  # the month's number of a person, divided by LOTS
    synthesis = 2  # who is who in the first month
    firm_shock = 3  # Laplace innovation of a firm
    firm_exit = 4
    place = 5  # position of an open place on its ring
    throw = 6  # where a seeker looks on the ring
    channel = 7  # channel of an application
    reach = 8  # own district or whole province
    occupation = 9  # which occupation's ring
    effort = 10  # whether a searcher applies this month
    match_noise = 11  # what an employer sees in an applicant, apart from the rest
    wage_noise = 12  # quality of a match, for good
    destination = 13  # where somebody goes who leaves a job or comes back to the labour force
    schooling = 14  # path at 15 and 18
    study_choice = 15  # taste for a course
    programme = 16  # taste for a college's programme
    seat = 17  # lottery for a seat
    card = 18  # lottery for limited support
    awareness = 19  # threshold of knowing a lever, for good
    drop_out = 20
    paper = 21  # whether a short course ends with a paper
    rounding = 22  # integer part of a wanted headcount, for good
    compliance = 23  # whether a firm insures its staff, for good
    civil = 24  # staff outside unemployment insurance
    claim = 25
    housing = 26
    migration = 27
    hours = 28
    cell = 29  # which trade somebody enters on own account
    reported = 30  # whether a post is known to the centre
    farm_household = 31
    layoff = 32  # whether a fraction of a person is laid off
    despair = 34  # whether an unemployed person gives up or goes home
    fallback = 35  # whether an unemployed person takes up a trade
    absence = 60  # who is called up, and who takes a contract abroad
    project_size = 62
    project_place = 63  # which park a project takes a liking to
    in_firm_training = 64  # which firms train
    graduates_leave = 65
    disability = 61  # who has one when the model opens, and whether its onset ends work
    news = 50  # whether people of a district hear of a place, for good
    advertised = 51  # whether a place is advertised online, for good
    agency = 52  # whether a firm hires through staffing agencies, for good
    registration = 53  # whether an unemployed person registers with the centre, for the spell
    seen = 54  # whether a counsellor sees a registered seeker
    fair = 55  # whether a firm comes to a fair
    visit = 56  # whether an unemployed person goes to a fair or is shown posts
    attached = 57  # whether somebody at home wants work, for the spell
    struck_off = 58  # whether the centre hears that a place is filled
    reweighting = 33  # whose paper the first month's margin counts
    inspection = 40  # which firms labour inspectors look into
    report = 41  # whether a claimant reports the search for work
    business_owner = 42  # whose household business is registered, and declares, for good
    owner_compliance = 43  # which owners comply with the law, for good
    place_taste = 44  # how little a person likes to live in a worker place, for good
    floor = 45  # whose employer keeps to the minimum wage, for good
    assessment_choice = 71  # whether somebody comes to an assessment
    assessment = 72  # whether somebody passes it
    promise = 73  # order in which graduates and places of a promise meet
    invitation = 74  # whom a lever asks to think of a course
    guidance = 75  # whether guidance reaches a pupil, for good
    forecast = 76  # error of the forecast of openings
    retention = 77  # how ready a firm is to keep people for support, for good
    field = 78  # taste for a field of training
    offer_match = 46  # whose employer matches an offer from elsewhere
    custom = 66  # whether somebody takes up work that few of the own sex do, for good
    adoption = 80  # which employers take up a practice first, for good
    borrowing = 81  # who needs a loan to go abroad, for good
    second_application = 110  # who of those turned away applies again in the month
    second_throw = 111  # where on the ring a second look falls
    second_occupation = 112  # which occupation a second look is in
    recall = 113  # who waits for a call of the firm that laid them off; with no month, in which order they are called
    rent_support = 120  # order in which renters come by support for their rent, for good
    interview_month = 105  # in which month of a quarter a survey calls, for good
    dwelling = 106  # order in which a survey draws the dwellings of a stratum, for good
    panel = 107  # who belongs to a monthly panel, for good


class Lot(IntEnum):
    """Slots of the month's number, in order."""

    death = 0
    separation = 1  # quits of payroll staff, failures of work off the payroll
    participation = 2  # leaving and entering the labour force
    training = 3  # thinking of a course
    search = 4  # looking for another job, or for one though not counted as unemployed
    migration = 5
    insurance = 6  # joining or leaving insurance off the payroll
    withdrawal = 7  # taking the money out of social insurance


@piece
def mix(value):  # type: ignore[no-untyped-def]
    """Finaliser of splitmix64: a bijection of 64-bit words whose output bits look independent. uint64 in and out."""
    value = (value ^ (value >> _S30)) * _FIRST
    value = (value ^ (value >> _S27)) * _SECOND
    return value ^ (value >> _S31)


@piece
def uniform(key, who):  # type: ignore[no-untyped-def]
    """Number in [0, 1) of identity ``who`` under a month's key (``month_key``), with 53 random bits."""
    word = mix(key + np.uint64(who + 1) * _GOLDEN)
    return np.float64(word >> _S11) * (1.0 / 9007199254740992.0)


@piece
def uniform_pair(key, who, option):  # type: ignore[no-untyped-def]
    """Number in [0, 1) of a pair, for instance a person and an option of a choice."""
    word = mix(mix(key + np.uint64(who + 1) * _GOLDEN) + np.uint64(option + 1) * _GOLDEN)
    return np.float64(word >> _S11) * (1.0 / 9007199254740992.0)


def _mix_integer(value: int) -> int:
    value &= _MASK
    value = ((value ^ (value >> 30)) * int(_FIRST)) & _MASK
    value = ((value ^ (value >> 27)) * int(_SECOND)) & _MASK
    return value ^ (value >> 31)


def month_key(seed: int, stream: Stream, month: int = 0) -> np.uint64:
    """Key of a stream in a month; ``month`` 0 serves draws that hold for good. Seeds may be any integer."""
    return np.uint64(_mix_integer(_stream_word(seed, stream) + (month + 1) * 0xD1342543DE82EF95))


@lru_cache(maxsize=1024)
def _stream_word(seed: int, stream: Stream) -> int:
    """What the keys of all months of a stream are made from."""
    word = _mix_integer(seed * int(_GOLDEN) + 0x5851F42D4C957F2D)
    return _mix_integer(word + int(stream) * 0x2545F4914F6CDD1D)


@kernel
def fill_uniform(key, who, out):  # type: ignore[no-untyped-def]
    """Write the numbers of identities ``who`` (any integer array) into ``out`` (same length, float64)."""
    for row in range(who.shape[0]):
        out[row] = uniform(key, who[row])


@kernel
def fill_uniform_pair(key, who, option, out):  # type: ignore[no-untyped-def]
    """Write the numbers of pairs (who[i], option[i]) into ``out``."""
    for row in range(who.shape[0]):
        out[row] = uniform_pair(key, who[row], option[row])


@kernel
def _fill_permuted(factors, bits, out):  # type: ignore[no-untyped-def]
    """Write the first ``out.shape[0]`` images of a bijection of the words of ``bits`` bits, drawn by ``factors``."""
    mask, half = (np.uint64(1) << bits) - np.uint64(1), (bits + np.uint64(1)) >> np.uint64(1)
    for index in range(out.shape[0]):
        word = np.uint64(index)
        for factor in factors:
            word = ((word ^ factor >> half) * (factor | np.uint64(1))) & mask  # both steps can be undone,
            word ^= word >> half  # and so can this one
        out[index] = word


def sample_of(key: np.uint64, rows: int, share: float) -> npt.NDArray[np.int32]:
    """A share of ``rows`` rows drawn by a keyed permutation, in order: what is drawn is looked at, nobody else.

    A row is drawn if its place in the permutation lies below the share, whoever else is drawn; a larger share draws the
    same rows and more. The permutation is a bijection of words just long enough for all rows: rounds of an exclusive
    or, a product with an odd number, and a shift, as in splitmix64.
    """
    bits = max(int(rows - 1).bit_length(), 2)
    factors = np.array([_mix_integer(int(key) + turn * int(_GOLDEN)) for turn in range(1, _ROUNDS + 1)], np.uint64)
    drawn = np.empty(int(share * (1 << bits) + 0.5), dtype=np.int32)
    _fill_permuted(factors, np.uint64(bits), drawn)
    return np.sort(drawn[drawn < rows])


def uniforms(key: np.uint64, who: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """Numbers in [0, 1) of an array of identities, (n,) float64."""
    out = np.empty(len(who))
    fill_uniform(key, np.ascontiguousarray(who, dtype=np.int64), out)
    return out


def pair_uniforms(
    key: np.uint64, who: npt.NDArray[np.integer], option: npt.NDArray[np.integer]
) -> npt.NDArray[np.float64]:
    """Numbers in [0, 1) of pairs of identities, (n,) float64."""
    out = np.empty(len(who))
    fill_uniform_pair(key, np.ascontiguousarray(who, dtype=np.int64), np.ascontiguousarray(option, dtype=np.int64), out)
    return out
