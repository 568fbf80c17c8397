from django.urls import path

from heard_web.themes import views_candidates, views_codebooks, views_coding, views_export, views_findings, views_theme

app_name = "themes"
urlpatterns = [
    path("", views_codebooks.codebooks, name="list"),
    path("start/", views_codebooks.start, name="start"),
    path("<int:pk>/", views_codebooks.codebook, name="codebook"),
    path("<int:pk>/add/", views_codebooks.theme_add, name="theme_add"),
    path("<int:pk>/ask/", views_codebooks.ask, name="ask"),
    path("<int:pk>/code/", views_coding.coding, name="coding"),
    path("<int:pk>/export/", views_export.export, name="export"),
    path("run/<int:pk>/", views_codebooks.run, name="run"),
    path("suggestion/<int:pk>/", views_candidates.candidate, name="candidate"),
    path("theme/<int:pk>/", views_theme.theme, name="theme"),
    path("theme/<int:pk>/change/", views_theme.change, name="theme_change"),
    path("theme/<int:pk>/merge/", views_theme.merge, name="theme_merge"),
    path("findings/", views_findings.findings, name="findings"),
    path("findings/add/", views_findings.finding_add, name="finding_add"),
    path("findings/<int:pk>/", views_findings.finding, name="finding"),
    path("findings/<int:pk>/change/", views_findings.finding_change, name="finding_change"),
]
