"""Mesa's own page over a market, for modellers: play, step and reset, the headline figures as they come.

market = LabourMarket(scenario=Scenario.load("study_cards.yaml").with_(scale=0.02), rng=7)
Page = mesa_page(market)          # in a notebook the last line; in a file: solara run FILE
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation import LabourMarket

#: Headline figures drawn unless others are asked for, those of one unit in one picture.
MEASURES = (("employed", "labour_force"), ("unemployment_rate", "social_insurance_share", "certified_share"))


def mesa_page(market: "LabourMarket", measures: Sequence[Sequence[str]] = MEASURES) -> Any:
    """SolaraViz over ``market``: a picture for each group of ``measures``, names of its data collector.

    Reset begins the same scenario again under the seed chosen on the page.
    """
    from mesa.visualization import SolaraViz, make_plot_component

    pictures = [make_plot_component(list(group)) for group in measures]
    seed = {"type": "SliderInt", "value": 7, "label": "rng", "min": 1, "max": 100, "step": 1}
    chosen = {"scenario": market.scenario, "rng": seed}
    return SolaraViz(market, components=pictures, model_params=chosen, name=market.scenario.name.en)
