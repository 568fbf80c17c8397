from django.urls import path

from heard_web.engagement import views_activity, views_list, views_purpose

app_name = "engagement"
urlpatterns = [
    path("", views_list.activities, name="list"),
    path("calendar/", views_list.calendar, name="calendar"),
    path("export/", views_list.export, name="export"),
    path("add/", views_activity.add, name="add"),
    path("<int:pk>/", views_activity.activity, name="activity"),
    path("<int:pk>/change/", views_activity.change, name="change"),
    path("<int:pk>/book/", views_activity.book, name="book"),
    path("<int:pk>/held/", views_activity.held, name="held"),
    path("<int:pk>/cancel/", views_activity.cancel, name="cancel"),
    path("<int:pk>/thank/", views_activity.thank, name="thank"),
    path("purposes/", views_purpose.purposes, name="purposes"),
    path("purposes/add/", views_purpose.purpose_add, name="purpose_add"),
    path("purposes/<int:pk>/", views_purpose.purpose, name="purpose"),
    path("purposes/<int:pk>/change/", views_purpose.purpose_change, name="purpose_change"),
    path("news/add/", views_purpose.news_add, name="news_add"),
]
