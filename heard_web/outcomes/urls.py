from django.urls import path

from heard_web.outcomes import views, views_results, views_thread

app_name = "outcomes"
urlpatterns = [
    path("", views.action_list, name="list"),
    path("export.csv", views.export, name="export"),
    path("decision/<int:decision_pk>/action/", views.action_add, name="action_add"),
    path("action/<int:pk>/", views.action, name="action"),
    path("action/<int:pk>/status/", views.status, name="status"),
    path("action/<int:action_pk>/change/", views.outcome_add, name="outcome_add"),
    path("change/<int:pk>/change/", views.outcome_change, name="outcome_change"),
    path("result/add/", views_results.impact_add, name="impact_add"),
    path("result/<int:pk>/", views_results.impact, name="impact"),
    path("result/<int:pk>/change/", views_results.impact_change, name="impact_change"),
    path("told/add/", views_results.give_back_add, name="give_back_add"),
    path("told/<int:pk>/change/", views_results.give_back_change, name="give_back_change"),
    path("thread/<int:pk>/", views_thread.thread, name="thread"),
    path("voice/<int:pk>/", views_thread.voice_thread, name="voice_thread"),
]
