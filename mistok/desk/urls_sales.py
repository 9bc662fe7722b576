"""Addresses of the paid services: price lists, sales, the cash. Included by urls.py."""

from django.urls import path

from mistok.desk.views import cash, prices, prices_public, sales

urlpatterns = [
    path("points/<slug:slug>/prices/", prices_public.point_prices, name="point-prices"),
    path("points/<slug:slug>/prices.pdf", prices_public.point_prices_pdf, name="point-prices-pdf"),
    path("points/<slug:slug>/prices/decision/", prices_public.point_decision, name="point-prices-decision"),
    path("desk/cash-waiting/", cash.waiting, name="cash-waiting"),
    path("desk/prices/", prices.price_lists, name="prices"),
    path("desk/prices/new/", prices.prices_add, name="prices-add"),
    path("desk/prices/<uuid:key>/", prices.prices_detail, name="prices-detail"),
    path("desk/prices/<uuid:key>/decision/", prices.prices_decision, name="prices-decision"),
    path("desk/prices/<uuid:key>/file/", prices.prices_file, name="prices-file"),
    path("desk/prices/<uuid:key>/lines/new/", prices.line_add, name="price-line-add"),
    path("desk/prices/<uuid:key>/lines/<int:line>/", prices.line_edit, name="price-line-edit"),
    path("desk/prices/<uuid:key>/lines/<int:line>/removal/", prices.line_remove, name="price-line-remove"),
    path("desk/prices/<uuid:key>/exemptions/new/", prices.exemption_add, name="price-exemption-add"),
    path(
        "desk/prices/<uuid:key>/exemptions/<int:exemption>/removal/",
        prices.exemption_remove,
        name="price-exemption-remove",
    ),
    path("desk/prices/<uuid:key>/raise/", prices.prices_raise, name="prices-raise"),
    path("desk/prices/<uuid:key>/approval/", prices.prices_approve, name="prices-approve"),
    path("desk/prices/<uuid:key>/recall/", prices.prices_recall, name="prices-recall"),
    path("desk/prices/<uuid:key>/copy/", prices.prices_copy, name="prices-copy"),
    path("desk/prices/<uuid:key>/removal/", prices.prices_drop, name="prices-drop"),
    path("desk/sales/<uuid:uuid>/", sales.sale_detail, name="sale-detail"),
    path("desk/sales/<uuid:uuid>/receipt/", sales.sale_receipt, name="sale-receipt"),
    path("desk/sales/<uuid:uuid>/void/", sales.sale_void, name="sale-void"),
    path("desk/sales/<uuid:uuid>/refund/", sales.sale_refund, name="sale-refund"),
    path("desk/sales/<uuid:uuid>/fiscal-number/", sales.sale_fiscal, name="sale-fiscal"),
    path("desk/<slug:slug>/sales/", sales.sales, name="sales"),
    path("desk/<slug:slug>/cash/", cash.cash, name="cash"),
    path("desk/<slug:slug>/cash/month/", cash.month, name="cash-month"),
    path("desk/<slug:slug>/cash/month.pdf", cash.month_pdf, name="cash-month-pdf"),
    path("desk/<slug:slug>/cash/month.xlsx", cash.month_xlsx, name="cash-month-xlsx"),
    path("desk/<slug:slug>/cash/<day:day>/", cash.cash, name="cash-day"),
    path("desk/<slug:slug>/cash/<day:day>/report.pdf", cash.day_pdf, name="cash-day-pdf"),
    path("desk/<slug:slug>/cash/<day:day>/report.xlsx", cash.day_xlsx, name="cash-day-xlsx"),
    path("desk/<slug:slug>/cash/<day:day>/count/", cash.count, name="cash-count"),
    path("desk/<slug:slug>/cash/<day:day>/closing/", cash.closing, name="cash-close"),
    path("desk/<slug:slug>/cash/<day:day>/reopening/", cash.reopening, name="cash-reopen"),
]
