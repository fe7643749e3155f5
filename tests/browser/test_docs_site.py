"""What a stakeholder sees of the documentation, in a browser without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, Open, watched

# One worker: the site is built once.
pytestmark = pytest.mark.xdist_group("browser")

expect.set_options(timeout=PATIENCE_MS)


def test_the_start_page_leads_to_every_other(opened: Open) -> None:
    page = opened("index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("What Periplo holds and how it is made")
    for card, heading in (
        ("Metric definitions", "Metric definitions"),
        ("Column dictionary", "Column dictionary"),
    ):
        page.get_by_role("main").get_by_role("link", name=card, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.get_by_role("link", name="Periplo", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Models", exact=True).click()
    expect(page.get_by_text("Projects").first).to_be_visible()


def test_before_the_first_night_the_start_page_says_what_is_missing(opened: Open) -> None:
    expect(opened("index.html").get_by_text("No night has run yet")).to_be_visible()


def test_the_overview_of_the_dbt_docs_shows_the_project(opened: Open) -> None:
    page = opened("dbt.html#!/overview")
    expect(page.locator("[marked=overview_md]")).to_be_visible()
    expect(page.locator("[marked=overview_md]").get_by_role("heading").first).to_be_visible()
    expect(page.get_by_text("Projects").first).to_be_visible()


def test_a_model_shows_its_columns(opened: Open) -> None:
    page = opened("dbt.html#!/model/model.periplo.customer_360")
    expect(page.get_by_role("heading", name="customer_360")).to_be_visible()
    expect(page.get_by_role("paragraph").filter(has_text="One row per customer.").first).to_be_visible()
    expect(page.get_by_text("household_id", exact=True).first).to_be_visible()
    # The icons of the tree are drawn by addresses that the page's script fills in.
    expect(page.locator("svg:visible > use[href^='#']").first).to_be_attached()


def test_the_lineage_of_the_contact_plan_shows_its_columns_and_parents(opened: Open) -> None:
    page = opened("lineage.html?model=model.periplo.contact_plan&parents=1")
    canvas = page.locator(".react-flow")
    for name in ("contact_plan", "decisions", "customer_360", "candidate_id"):
        expect(canvas.get_by_text(name, exact=True).first).to_be_visible()
    # The sign on a model that says its lineage could not be read.
    expect(canvas.locator(".cursor-help")).to_have_count(0)


def test_metrics_say_what_they_are_and_are_not(opened: Open) -> None:
    page = opened("metrics.html")
    page.get_by_role("link", name="Gross response rate").first.click()
    article = page.locator("#response_rate")
    expect(article).to_be_in_viewport()
    expect(article).to_contain_text("answered_contacts / contacts_sent")
    expect(article.locator(".isnot")).to_contain_text("It does not measure effect")


def test_the_dictionary_finds_personal_data(opened: Open) -> None:
    page = opened("columns.html")
    row = page.locator('details[data-name="customer_360"] tr', has=page.get_by_text("birth_date").first)
    expect(row).to_be_hidden()
    page.get_by_label("Show tables and columns with").fill("birth_date")
    page.get_by_label("only personal data").check()
    expect(row).to_be_visible()
    expect(row.locator(".personal")).to_be_visible()
    expect(page.locator('details[data-name="dealer_area"]')).to_be_hidden()
    expect(page.locator("#found")).to_contain_text("columns in")


def test_the_watch_sees_an_error_a_lost_file_and_a_request_to_another_host(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "bad.html").write_text(
        "<script src='lost.js'></script><img src='http://127.0.0.1:9/x.png'><script>console.error('seen')</script>",
        encoding="utf-8",
    )
    with watched(browser) as (page, wrong):
        page.goto((tmp_path / "bad.html").as_uri())
        page.wait_for_load_state("networkidle")
    said = "\n".join(wrong)
    for expected in ("console: seen", "lost.js", "left the page: http://127.0.0.1:9/x.png"):
        assert expected in said
