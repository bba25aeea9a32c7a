"""The province as data: tables of numbers with their sources, and the loader that checks them.

A province is a folder of tables; nothing in this package's code names one of its districts, sectors or towns.
"""

from simulation.province.loading import load_province
from simulation.province.parameters import Parameter
from simulation.province.province import Province
from simulation.province.tables import ProvinceError

__all__ = ["Parameter", "Province", "ProvinceError", "load_province"]
