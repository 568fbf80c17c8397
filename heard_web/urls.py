"""One word, one stage, one address: /themes/ is the app `themes`."""

from django.urls import include, path

urlpatterns = [
    path("", include("heard_web.public.urls")),
    path("desk/", include("heard_web.desk.urls")),
    path("design/", include("heard_web.design.urls")),
    path("people/", include("heard_web.people.urls")),
    path("audit/", include("heard_web.people.history_urls")),
    path("places/", include("heard_web.places.urls")),
    path("forum/", include("heard_web.forum.urls")),
    path("engagement/", include("heard_web.engagement.urls")),
    path("voice/", include("heard_web.voice.urls")),
    path("themes/", include("heard_web.themes.urls")),
    path("decisions/", include("heard_web.decisions.urls")),
    path("outcomes/", include("heard_web.outcomes.urls")),
    path("provision/", include("heard_web.provision.urls")),
    path("publishing/", include("heard_web.publishing.urls")),
]
