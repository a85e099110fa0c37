"""Addresses of one dossier, attached to a procedure's page under `follow/` and standing under `/<language>/dossiers/` too."""

from django.urls import path

from .views import answer, dossier, papers, withdraw

urlpatterns = [
    path("<str:reference>/", dossier.show, name="dossier"),
    path("<str:reference>/receipt/", papers.receipt, name="dossier_receipt"),
    path("<str:reference>/fee-order/<int:order>/", papers.fee_order, name="dossier_fee_order"),
    path("<str:reference>/acts/<int:act>/", papers.act, name="dossier_act"),
    path("<str:reference>/pieces/", answer.give_pieces, name="dossier_pieces"),
    path("<str:reference>/information/", answer.add_information, name="dossier_information"),
    path("<str:reference>/modified/", answer.file_modifications, name="dossier_modified"),
    path("<str:reference>/reservations/", answer.answer_reservations, name="dossier_reservations"),
    path("<str:reference>/certificate/", answer.ask_certificate, name="dossier_certificate"),
    path("<str:reference>/withdraw/", withdraw.withdraw, name="dossier_withdraw"),
]
