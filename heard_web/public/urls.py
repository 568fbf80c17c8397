from django.urls import path, register_converter

from heard_web.public import views, views_comment, views_events


class TwoDigits:
    """A month as it stands in an address that is for good: 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{int(value):02d}"


register_converter(TwoDigits, "two_digits")

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("updates/", views.updates, name="updates"),
    path("updates/<int:year>/<two_digits:month>/", views.update, name="update"),
    path("events/", views_events.events, name="events"),
    path("events/<slug:slug>/", views_events.event, name="event"),
    path("events/<slug:slug>/calendar.ics", views_events.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/screen.pdf", views_events.event_screen, name="event_screen"),
    path("you-said/", views.you_said, name="you_said"),
    path("you-said/<slug:slug>/", views.you_said_page, name="you_said_page"),
    path("stories/", views.stories, name="stories"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("hubs/", views.hubs, name="hubs"),
    path("picture/<int:snapshot_pk>/<int:part>/", views.picture, name="picture"),
    path("useful/", views_comment.comment, name="comment"),
    path("useful/thanks/", views_comment.comment_thanks, name="comment_thanks"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/children/", views.privacy_children, name="privacy_children"),
]
