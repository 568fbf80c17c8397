"""Components as template tags. Each draws one template in design/components/ and escapes everything it is given."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from heard_web.design import month as months
from heard_web.design import problems

register = template.Library()

STATUS_KINDS = {
    "done": "yes done completed complete embedded published approved agreed answered open held current",
    "under_way": "partly under_way on_track started in_progress confirmed decided funded building changed booked",
    "planned": "planned later not_started proposed scheduled candidate idea consulted",
    "waiting": "awaiting not_yet_decided waiting submitted checked invited asked paused",
    "attention": "overdue owed started_delayed missing needs_attention",
    "stopped": "no not_possible stopped withdrawn closed cancelled declined refused taken_down not_proceeding",
    "quiet": "draft not_ours archived merged unknown",
}
KIND_OF = {code: kind for kind, codes in STATUS_KINDS.items() for code in codes.split()}
KNOTS = {"tied": "This is done", "loose": "This is partly done", "missing": "This is missing"}


@register.simple_tag(takes_context=True)
def gather_problems(context: template.Context) -> list[problems.Problem]:
    """Everything wrong in the page's `form`, `formset` and `forms`."""
    several = context.get("forms")
    more = list(several) if isinstance(several, list | tuple) else []
    return problems.on_page([context.get("form"), context.get("formset"), *more])


@register.inclusion_tag("design/components/error_summary.html")
def error_summary(form: Any = None, formset: Any = None, forms: Iterable[Any] = ()) -> dict[str, Any]:
    """The list of what to put right, for a page that draws it itself."""
    return {"problems": problems.on_page([form, formset, *(forms or ())])}


@register.filter
def errors_id(form: BaseForm) -> str:
    """The id of the box that holds the problems of a whole form."""
    return problems.errors_id(form)


@register.filter
def field_groups(form: BaseForm) -> list[dict[str, Any]]:
    """The visible fields, in the groups the form names; fields in no group come first."""
    shown = {field.name: field for field in form.visible_fields()}
    named = [(legend, list(names)) for legend, names in getattr(form, "groups", [])]
    grouped = {name for _, names in named for name in names}
    loose = {"legend": "", "fields": [field for name, field in shown.items() if name not in grouped]}
    groups = [{"legend": legend, "fields": [shown[n] for n in names if n in shown]} for legend, names in named]
    return [group for group in (loose, *groups) if group["fields"]]


@register.inclusion_tag("design/components/back_link.html")
def back_link(url: str, text: str = "Back") -> dict[str, Any]:
    """One step back."""
    return {"url": url, "text": text}


@register.inclusion_tag("design/components/breadcrumbs.html")
def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Where this page is: `(text, url)` from the outside in, the page itself last with no url."""
    return {"trail": trail}


@register.inclusion_tag("design/components/button.html")
def button(
    text: str, url: str = "", kind: str = "primary", name: str = "", value: str = "", note: str = ""
) -> dict[str, Any]:
    """A link when there is a url, else a button that sends the form it is in."""
    return {"text": text, "url": url, "kind": kind, "name": name, "value": value, "note": note}


@register.inclusion_tag("design/components/tag.html")
def tag(text: str, kind: str = "quiet") -> dict[str, Any]:
    """A short status. The words carry the meaning; the colour only helps."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("design/components/tag.html")
def status(code: Any, label: Any = "") -> dict[str, Any]:
    """A tag whose colour follows from a stable code; the words are the label's."""
    plain = str(getattr(code, "value", code) or "").lower()
    return {"text": label or getattr(code, "label", plain.replace("_", " ")), "kind": KIND_OF.get(plain, "quiet")}


@register.inclusion_tag("design/components/notice.html")
def notice(text: str, title: str = "", kind: str = "info") -> dict[str, Any]:
    """Something worth knowing."""
    return {"content": text, "title": title, "kind": kind}


@register.simple_block_tag(end_name="end_notice_block")
def notice_block(content: SafeString, title: str = "", kind: str = "info") -> SafeString:
    """A notice with its own markup inside."""
    return render_to_string("design/components/notice_block.html", {"content": content, "title": title, "kind": kind})


@register.inclusion_tag("design/components/warning.html")
def warning(text: str) -> dict[str, Any]:
    """The one thing a person must not miss."""
    return {"text": text}


@register.inclusion_tag("design/components/empty.html")
def empty(heading: str, text: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    """What a list says when there is nothing in it, and what to do next."""
    return {"heading": heading, "text": text, "url": url, "link": link}


@register.inclusion_tag("design/components/stat.html")
def stat(number: Any, words: str, note: str = "", url: str = "") -> dict[str, Any]:
    """A number and what it counts."""
    return {"number": number, "words": words, "note": note, "url": url}


@register.inclusion_tag("design/components/card.html")
def card(
    title: str,
    url: str = "",
    text: str = "",
    meta: str = "",
    tag_text: str = "",
    tag_kind: str = "quiet",
    level: int = 2,
) -> dict[str, Any]:
    """One thing among several, with one way in."""
    return {
        "title": title, "url": url, "text": text, "meta": meta,
        "tag_text": tag_text, "tag_kind": tag_kind, "level": level,
    }  # fmt: skip


@register.simple_block_tag(end_name="end_card_block")
def card_block(content: SafeString, title: str = "", url: str = "", level: int = 2) -> SafeString:
    """A card with its own markup inside."""
    return render_to_string(
        "design/components/card.html", {"content": content, "title": title, "url": url, "level": level}
    )


@register.inclusion_tag("design/components/summary_list.html")
def summary_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Facts about one thing. An empty fact says "Not recorded" and is never left out."""
    names = ("key", "value", "url", "action", "note")
    return {"rows": [row if isinstance(row, dict) else dict(zip(names, row, strict=False)) for row in rows]}


@register.simple_block_tag(end_name="end_table_block")
def table_block(
    content: SafeString, caption: str, wide: bool = False, cards: bool = False, hide_caption: bool = False
) -> SafeString:
    """A table that scrolls inside its own region on a phone, or turns into cards."""
    shown = {"content": content, "caption": caption, "wide": wide, "cards": cards, "hide_caption": hide_caption}
    return render_to_string("design/components/table.html", shown)


@register.inclusion_tag("design/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page_obj: Page[Any], param: str = "page") -> dict[str, Any]:
    """The ways to the other pages of a list, keeping what was asked for."""
    request = context.get("request")
    asked = request.GET.copy() if request else None
    if asked is not None:
        asked.pop(param, None)
    rest = asked.urlencode() if asked else ""
    numbers = list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1))
    gap = page_obj.paginator.ELLIPSIS
    return {"page": page_obj, "numbers": numbers, "gap": gap, "param": param, "rest": f"&{rest}" if rest else ""}


@register.inclusion_tag("design/components/filter_bar.html")
def filter_bar(form: BaseForm, button: str = "Show", clear_url: str = "", count: Any = "") -> dict[str, Any]:
    """The questions above a list that make it shorter."""
    form.show_optional = False  # type: ignore[attr-defined]
    return {"form": form, "button_text": button, "clear_url": clear_url, "count": count}


@register.inclusion_tag("design/components/quote.html")
def quote(
    words: str,
    who: str = "",
    mode: str = "",
    mediation: str = "",
    where: str = "",
    when: Any = "",
    url: str = "",
    link: str = "See where this came from",
    lang: str = "",
) -> dict[str, Any]:
    """A voice in its own words, tied to who said it and how."""
    facts = [str(fact) for fact in (mode, mediation, where, when) if fact]
    return {"words": words, "who": who, "facts": facts, "url": url, "link": link, "lang": lang}


@register.inclusion_tag("design/components/observed.html")
def observed(
    saw: str, think: str = "", could: str = "", who: str = "", when: Any = "", where: str = "", url: str = ""
) -> dict[str, Any]:
    """What was seen of someone who uses no words, what it may mean, and what else. Never a quotation."""
    facts = [str(fact) for fact in (where, when) if fact]
    return {"saw": saw, "think": think, "could": could, "who": who, "facts": facts, "url": url}


@register.inclusion_tag("design/components/drawing.html")
def drawing(
    src: str,
    alt: str,
    said: str = "",
    who: str = "",
    mediation: str = "",
    where: str = "",
    when: Any = "",
    width: Any = "",
    height: Any = "",
    url: str = "",
) -> dict[str, Any]:
    """A drawing, with the words of the one who drew it."""
    facts = [str(fact) for fact in (mediation, where, when) if fact]
    return {
        "src": src, "alt": alt, "said": said, "who": who, "facts": facts, "width": width, "height": height, "url": url,
    }  # fmt: skip


@register.inclusion_tag("design/components/thread.html")
def thread(knots: Iterable[Any], label: str = "The thread from what people said to what changed") -> dict[str, Any]:
    """The stages from engagement to give-back, tied, loose or missing, as an ordered list."""
    names = ("stage", "title", "text", "when", "url", "tag_text", "tag_kind", "items")
    shown = []
    for knot in knots:
        state = str(months.part(knot, "state", "tied") or "tied")
        read = {} if state not in KNOTS else {"state_words": KNOTS[state]}
        link = months.part(knot, "link") or "Read more"
        # A dict's own `.items` is a method, so the parts are read here and never in the template.
        parts = {name: months.part(knot, name) for name in names}
        parts["see"] = parts.pop("items") if not callable(parts["items"]) else ""
        shown.append({**parts, **read, "state": state, "link": link})
    return {"knots": shown, "label": label}


@register.inclusion_tag("design/components/steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    """What to do in order, and how far it has got."""
    return {"steps": items}


@register.inclusion_tag("design/components/progress.html")
def progress(value: Any, max: Any, label: str, text: str = "") -> dict[str, Any]:  # noqa: A002
    """How much of something is done, in words and as a bar."""
    return {"value": value, "max": max, "label": label, "text": text or f"{value} of {max}"}


@register.inclusion_tag("design/components/calendar.html")
def calendar(
    year: int, month: int, events: Iterable[Any], previous_url: str = "", next_url: str = ""
) -> dict[str, Any]:
    """A month: a grid where there is room, a list where there is not."""
    listed = months.entries(events)
    first = date(int(year), int(month), 1)
    inside = [entry for entry in listed if (entry.on.year, entry.on.month) == (first.year, first.month)]
    grid = months.weeks(first.year, first.month, listed, today=timezone.localdate())
    return {"first": first, "weeks": grid, "entries": inside, "previous_url": previous_url, "next_url": next_url}


@register.inclusion_tag("design/components/said_did.html")
def said_did(
    said: str,
    did: str,
    because: str = "",
    status: str = "",
    status_kind: str = "quiet",
    who: str = "",
    url: str = "",
) -> dict[str, Any]:
    """What was said beside what was done about it, and why not more."""
    return {
        "said": said, "did": did, "because": because, "status": status,
        "status_kind": status_kind, "who": who, "url": url,
    }  # fmt: skip


@register.simple_block_tag(end_name="end_details_block")
def details_block(content: SafeString, summary: str, open: bool = False) -> SafeString:  # noqa: A002
    """Something to open when wanted. Needs no script."""
    return render_to_string("design/components/details.html", {"content": content, "summary": summary, "open": open})
