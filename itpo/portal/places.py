"""Where the pages of one form are: behind one's own link, or behind that of who named somebody."""

from dataclasses import dataclass

from itpo.office.models import PersonalLink
from itpo.portal.addresses import page


@dataclass(frozen=True)
class Places:
    """The addresses of a form's pages. `nominee` is set where an agency fills it in for them."""

    link: PersonalLink
    nominee: int | None = None

    @property
    def start(self) -> str:
        return self._page("application", "nominee")

    @property
    def check(self) -> str:
        return self._page("check", "nominee-check")

    @property
    def home(self) -> str:
        """Whoever fills it in for somebody else comes from the page where they named them."""
        return "" if self.nominee is None else page(self.link)

    def step(self, slug: str) -> str:
        return self._page("step", "nominee-step", step=slug)

    def _page(self, own: str, named: str, **more: str) -> str:
        if self.nominee is None:
            return page(self.link, f"portal:{own}", **more)
        return page(self.link, f"portal:{named}", pk=self.nominee, **more)
