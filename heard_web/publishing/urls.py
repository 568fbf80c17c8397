from django.urls import path

from heard_web.publishing import views_comments, views_draft, views_pages

app_name = "publishing"
urlpatterns = [
    path("", views_pages.pages, name="list"),
    path("new/", views_draft.new, name="new"),
    path("comments/", views_comments.comments, name="comments"),
    path("comments/<int:pk>/", views_comments.comment, name="comment"),
    path("<int:pk>/", views_pages.publication, name="publication"),
    path("<int:pk>/edit/", views_draft.edit, name="edit"),
    path("<int:pk>/preview/", views_pages.preview, name="preview"),
    path("<int:pk>/submit/", views_pages.submit, name="submit"),
    path("<int:pk>/send-back/", views_pages.send_back, name="send_back"),
    path("<int:pk>/approve/", views_pages.approve, name="approve"),
    path("<int:pk>/take-down/", views_pages.take_down, name="take_down"),
]
