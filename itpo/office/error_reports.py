"""What the report of an error may tell."""

from typing import Any

from django.views.debug import SafeExceptionReporterFilter


class NothingSent(SafeExceptionReporterFilter):
    """Leaves out what was sent, and what stood in variables.

    A form may hold a passport's number, and so may any variable on the way. Where the error
    happened and what it says is enough to find it.
    """

    def get_post_parameters(self, request: Any) -> dict[str, str]:
        posted = getattr(request, "POST", {})
        return dict.fromkeys(posted, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return {}.items()
