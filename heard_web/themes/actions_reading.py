"""What the background job does with one run: begin, say how far it is, keep what the engine suggests, or stop with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from heard.errors import HeardError
from heard.themes.engine import Candidate, Discovery
from heard_web.audit.models import record
from heard_web.people.models import User
from heard_web.themes.models import CandidateRun, CandidateTheme, FindingCondition, MachineCoding, people_behind
from heard_web.voice.models import Contribution

MOST_TRIES = 3
