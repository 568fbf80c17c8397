"""Days counted from the day the demo is loaded, so that what is to come is still to come."""

from __future__ import annotations

import calendar
import datetime


class Days:
    """Turns 'the 12th, two months ago' into a date, moved to a weekday unless asked not to."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today

    def month(self, ago: int) -> tuple[int, int]:
        """The year and month so many months ago (negative: to come)."""
        index = self.today.year * 12 + self.today.month - 1 - ago
        return index // 12, index % 12 + 1

    def day(self, ago: int, day: int, *, weekend: bool = False) -> datetime.date:
        """A day of that month."""
        year, month = self.month(ago)
        found = datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if weekend:
            return found + datetime.timedelta(days=(5 - found.weekday()) % 7)
        while found.weekday() > 4:
            found += datetime.timedelta(days=1 if found.day < 27 else -1)
        return found

    def coming(self, in_days: int, *, weekend: bool = False) -> datetime.date:
        """A day so many days from today, on a weekday or on a Saturday."""
        found = self.today + datetime.timedelta(days=in_days)
        while (found.weekday() != 5) if weekend else (found.weekday() > 4):
            found += datetime.timedelta(days=1)
        return found

    def years_ago(self, years: int, month: int, day: int) -> datetime.date:
        """A day in an earlier year."""
        return datetime.date(self.today.year - years, month, day)
