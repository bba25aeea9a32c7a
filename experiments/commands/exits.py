"""How a command ends: 0 done, 1 a run failed, 2 the input is wrong, 130 interrupted; never a traceback for these."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from experiments.cli import FAILED, INTERRUPTED, WRONG_INPUT

if TYPE_CHECKING:
    from experiments.texts.phrasebook import Phrasebook


@contextmanager
def orderly(words: "Phrasebook") -> Iterator[None]:
    """Turn what can go wrong for a user's reasons into a message on standard error and an exit status."""
    from calibration.surveys import SurveyError
    from experiments.arms import ArmsError
    from experiments.lives.reading import LifeError
    from experiments.run_folder import DestinationError
    from experiments.running import ClusterError, RunsFailedError
    from experiments.texts.fault_words import told_all
    from experiments.texts.sentences import said
    from simulation.province import ProvinceError
    from simulation.scenario import ScenarioError

    try:
        yield
    except ScenarioError as error:
        _leave(WRONG_INPUT, told_all(error, words.language))
    except (ProvinceError, ArmsError, DestinationError, LifeError, SurveyError) as error:
        _leave(WRONG_INPUT, said(str(error), words.language))
    except (RunsFailedError, ClusterError) as error:
        _leave(FAILED, said(str(error), words.language))
    except OSError as error:
        _leave(FAILED, words("run.disk", reason=error))
    except KeyboardInterrupt:
        _leave(INTERRUPTED, "")


def _leave(status: int, message: str) -> NoReturn:
    if message:
        click.echo(message, err=True)
    raise click.exceptions.Exit(status)
