"""Who raised what, whether enough was heard, and who was heard: comparisons that hold back what is too small."""

from heard.themes.groups.differences import differences as differences
from heard.themes.groups.facts import NOT_RECORDED as NOT_RECORDED
from heard.themes.groups.facts import PersonFacts as PersonFacts
from heard.themes.groups.intervals import Interval as Interval
from heard.themes.groups.table import Cell as Cell
from heard.themes.groups.table import Comparison as Comparison
from heard.themes.groups.table import DifferencesTable as DifferencesTable
