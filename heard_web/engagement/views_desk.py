from django.http import HttpResponse

from heard_web.people.access import SignedInRequest, signed_in


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    """The officer's first page."""
    return HttpResponse("desk")
