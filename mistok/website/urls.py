"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.website.views import demand, home, pages, saved, start, suggestions, words
from mistok.website.views.search import search

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions.suggestions, name="search-suggestions"),
    path("search/feed/", saved.feed, name="search-feed"),
    path("search/saved/", saved.saved_add, name="saved-add"),
    path("search/saved/<str:code>/", saved.saved_detail, name="saved-detail"),
    path("search/saved/<str:code>/confirmation/", saved.saved_confirm, name="saved-confirm"),
    path("search/saved/<str:code>/ending/", saved.saved_end, name="saved-end"),
    path("demand/", demand.demand_page, name="demand"),
    path("demand/question/", demand.demand_question, name="demand-question"),
    path("demand/questions.csv", demand.demand_export, name="demand-export"),
    path("demand/hidden/", demand.hidden_list, name="demand-hidden"),
    path("demand/hidden/add/", demand.demand_hide, name="demand-hide"),
    path("demand/hidden/<int:pk>/return/", demand.demand_show, name="demand-show"),
    path("demand/synonyms/", words.synonym_list, name="synonym-list"),
    path("demand/synonyms/new/", words.synonym_add, name="synonym-add"),
    path("demand/synonyms/<int:pk>/", words.synonym_edit, name="synonym-edit"),
    path("demand/synonyms/<int:pk>/use/", words.synonym_switch, name="synonym-switch"),
    path("demand/bets/", words.bet_list, name="bet-list"),
    path("demand/bets/new/", words.bet_add, name="bet-add"),
    path("demand/bets/<int:pk>/", words.bet_edit, name="bet-edit"),
    path("demand/bets/<int:pk>/use/", words.bet_switch, name="bet-switch"),
    path("demand/trial/", words.trial, name="word-trial"),
    path("start/", start.start, name="start"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
