"""Pictures of what people told us: still, the same every time, good in print and in black and white."""

from heard.themes.pictures.picture import Picture as Picture
from heard.themes.pictures.quotation_wall import WallQuote as WallQuote
from heard.themes.pictures.quotation_wall import quotation_wall as quotation_wall
from heard.themes.pictures.theme_by_group import theme_by_group as theme_by_group
from heard.themes.pictures.theme_map import MapTheme as MapTheme
from heard.themes.pictures.theme_map import theme_map as theme_map
from heard.themes.pictures.theme_over_time import theme_over_time as theme_over_time
