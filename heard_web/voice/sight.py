"""Finding what this person may see, or may change. What is hidden is not there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from heard_web.engagement.models import Activity
from heard_web.people.access import SignedInRequest
from heard_web.voice.models import Contribution, ImportBatch


def here(activity: int) -> str:
    """The list of what people told us at one activity."""
    return f"{reverse('voice:list')}?activity={activity}"


NOT_YOURS = "Another organisation holds this record. Only its own people can change it."


def seen(request: SignedInRequest, pk: int) -> Contribution:
    """A contribution this person may see."""
    row: Contribution = get_object_or_404(Contribution.objects.visible_to(request.user).with_thread(), pk=pk)
    return row


def own(request: SignedInRequest, pk: int) -> Contribution:
    """A contribution of this person's own organisation."""
    row = seen(request, pk)
    if row.held_by_id != request.user.organisation_id:
        raise PermissionDenied(NOT_YOURS)
    return row


def own_activity(request: SignedInRequest, pk: int) -> Activity:
    """An activity of this person's own organisation, to which voices may be added."""
    row: Activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("setting"), pk=pk)
    if row.held_by_id != request.user.organisation_id:
        raise PermissionDenied(NOT_YOURS)
    return row


def own_batch(request: SignedInRequest, pk: int) -> ImportBatch:
    """A file that this person's own organisation is bringing in. Nobody else sees it, released or not."""
    rows = ImportBatch.objects.filter(held_by=request.user.organisation_id).select_related("activity", "held_by")
    row: ImportBatch = get_object_or_404(rows, pk=pk)
    return row
