"""Addresses of the peers."""

from django.urls import path

from benchmarks.peers import views

urlpatterns = [
    path("floor/", views.floor),
    path("obvious/", views.obvious),
    path("fulltext/", views.fulltext),
    path("like/", views.like),
    path("grouping/", views.grouping),
]
