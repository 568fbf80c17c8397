"""What people told us."""

from django.urls import path

from heard_web.voice import views_add, views_import, views_list, views_one

app_name = "voice"
urlpatterns = [
    path("", views_list.listing, name="list"),
    path("export/", views_list.export, name="export"),
    path("file/", views_import.where, name="bring_in"),
    path("at/<int:activity_pk>/add/", views_add.add, name="add"),
    path("at/<int:activity_pk>/page/", views_add.paste, name="paste"),
    path("at/<int:activity_pk>/file/", views_import.upload, name="import"),
    path("file/<int:pk>/", views_import.batch, name="batch"),
    path("file/<int:pk>/to-put-right/", views_import.problems, name="batch_problems"),
    path("file/<int:pk>/forget/", views_import.forget, name="batch_forget"),
    path("<int:pk>/", views_one.contribution, name="contribution"),
    path("<int:pk>/drawing/", views_one.drawing, name="drawing"),
    path("<int:pk>/drawing/checked/", views_one.picture_checked, name="picture_checked"),
    path("<int:pk>/correct/", views_one.put_right, name="correct"),
    path("<int:pk>/permission/", views_one.permission, name="permission"),
    path("<int:pk>/take-back/", views_one.take_back, name="withdraw"),
    path("<int:pk>/pass-on/", views_one.pass_on, name="divert"),
]
