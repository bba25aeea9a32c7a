"""Channels of job search: each leads where its mechanism can lead, and to its published share of hires."""

import numpy as np
import pytest

from simulation.processes.search.channels import OWN
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Channel, Status
from tests.processes.conftest import Search

NOBODYS_COLLEGE = 255


def test_everybody_applies_once_a_month_at_most(searches: list[Search]) -> None:
    for month in searches:
        assert len(np.unique(month.applications.row)) == len(month.applications.row) > 0


def test_every_channel_brings_applications(searches: list[Search]) -> None:
    for channel in Channel:
        assert sum(len(month.through(channel)[0]) for month in searches) > 0, channel


def test_relatives_tell_only_of_employers_whose_staff_come_from_the_same_place(searches: list[Search]) -> None:
    for month in searches:
        rows, lines = month.through(Channel.relatives)
        stranger = (month.people["status"][rows] == Status.outside) & (month.people["migrant"][rows] == 1)
        outside = len(month.market.province.districts)
        origin = np.where(stranger, outside, month.people["district"][rows])
        assert (month.market.heard[month.market.workplaces.firm[lines], origin] > 0).all()


def test_relatives_lead_to_where_co_villagers_work_more_than_gates_do(searches: list[Search]) -> None:
    def known(channel: Channel) -> float:
        heard = []
        for month in searches:
            rows, lines = month.through(channel)
            firm, inside = month.market.workplaces.firm[lines], month.people["status"][rows] != Status.outside
            heard.append(month.market.heard[firm, month.people["district"][rows]][inside])
        return float(np.concatenate(heard).mean())

    assert known(Channel.relatives) > known(Channel.direct) > known(Channel.online)


def test_most_who_call_at_gates_stay_in_their_district(searches: list[Search]) -> None:
    stays = []
    for month in searches:
        rows, lines = month.through(Channel.direct)
        stays.append(month.market.workplaces.district[lines] == month.people["district"][rows])
    assert 0.7 < np.concatenate(stays).mean() < 1.0


def test_agencies_place_people_only_with_their_clients(searches: list[Search]) -> None:
    for month in searches:
        firm = month.market.workplaces.firm[month.through(Channel.agency)[1]]
        draw = uniforms(month_key(month.market.seed, Stream.agency), firm)
        assert (draw < month.market.centre.agency_share[firm]).all()


def test_colleges_place_their_graduates_only_until_they_work(searches: list[Search]) -> None:
    for month in searches:
        rows, _ = month.through(Channel.college)
        assert (month.people["college"][rows] != NOBODYS_COLLEGE).all()
        assert (month.people["status"][rows] == Status.unemployed).all()
        assert (month.people["college"][month.people["status"] == Status.employed] == NOBODYS_COLLEGE).all()


def test_people_outside_hear_of_work_from_afar_only(searches: list[Search]) -> None:
    for month in searches:
        outside = month.people["status"][month.applications.row] == Status.outside
        used = set(month.applications.channel[outside].tolist())
        assert used <= {Channel.relatives, Channel.online, Channel.platform, Channel.agency, Channel.link}
        rows, _ = month.through(Channel.link)
        assert (month.people["status"][rows] == Status.outside).all()


@pytest.mark.parametrize("channel", [Channel.relatives, Channel.direct, Channel.online, Channel.agency])
def test_the_first_months_hires_come_through_each_channel_in_its_published_range(
    searches: list[Search], channel: Channel
) -> None:
    parameter = searches[0].market.province.parameters[f"hire_channel_share_{channel.name}"]
    hires = searches[-1].market.hires_by_channel
    share = hires[channel] / hires.sum()
    luck = 2.0 * np.sqrt(share * (1.0 - share) / hires.sum())
    assert parameter.low - luck <= share <= parameter.high + luck


def test_the_centre_in_all_has_the_assumed_share_of_hires(searches: list[Search]) -> None:
    hires = searches[-1].market.hires_by_channel
    evidence = searches[0].market.province.evidence
    low, high = evidence["hire_channel_share_centre"].low, evidence["esc_market_share_of_hires"].high
    assert low <= hires[Channel.centre :].sum() / hires.sum() <= high


def test_weights_of_channels_stay_as_the_warm_up_left_them(searches: list[Search]) -> None:
    market = searches[-1].market
    assert market.channel_weight.sum() == pytest.approx(1.0)
    table = np.diff(market.reach.channels[1], prepend=0.0)
    assert table == pytest.approx(market.channel_weight) and len(table) == len(OWN)
