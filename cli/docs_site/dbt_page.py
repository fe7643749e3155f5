"""The page of dbt docs, mended where it asks for files that are not there."""

# What dbt 1.11 leaves unfilled in its page: addresses that a browser asks for before the page's script has filled
# them, and a picture that its own build should have put in.
_MENDED = {
    '<use xlink:href="{{ getIcon(': '<use ng-attr-href="{{ getIcon(',
    """href="${require('./assets/favicons/favicon.ico')}\"""": 'href="data:,"',
}


class PageChangedError(ValueError):
    """dbt's page no longer holds what is mended here: look at it again."""


def mended(page: str) -> str:
    """Return the page without requests that fail.

    Raises:
        PageChangedError: another version of dbt writes another page.
    """
    for broken, whole in _MENDED.items():
        if broken not in page:
            raise PageChangedError(f"the page of dbt docs does not hold {broken}")
        page = page.replace(broken, whole)
    return page
