"""The gallery: every component on one page, for people who build pages and people who check them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard_web.design import gallery as samples


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; with ?state=wrong the form as it looks after a mistake."""
    wrong = request.GET.get("state") == "wrong"
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-0-part": "Took the notes"}
    context = {
        "form": samples.SampleForm(samples.WRONG if wrong else None),
        "formset": samples.SampleRows(rows if wrong else None),
        "filter_form": samples.SampleFilter(request.GET or None, prefix="filter"),
        "page_obj": Paginator(range(1, 431), 50).get_page(request.GET.get("page", 4)),
        "thread_knots": samples.THREAD,
        "step_items": samples.STEPS,
        "events": samples.EVENTS,
        "facts": samples.FACTS,
        "table_rows": samples.ROWS,
        "kinds": samples.KINDS,
        "trail": [("Engagement", "#"), ("Visits", "#"), ("Beck Side", "")],
    }
    return render(request, "design/gallery.html", context)
