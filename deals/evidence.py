"""The files on which figures were checked.

They are kept restricted whatever the deal is, and handed out by the figure: whoever sees that
sees them, so that a deal which is made confidential later takes its evidence along, and its owner
reads what a manager uploaded.
"""

from datetime import datetime

from deals.models import Claim
from itpo.office import uploads
from itpo.office.history import sign
from itpo.office.models import Document, User
from itpo.office.uploads import Upload


def keep(claim: Claim, upload: Upload, by: User, at: datetime) -> Document:
    """Keep a file beside a figure. Raises ValidationError for one that is none we take."""
    found = uploads.checked(upload)
    document = Document(
        office_id=claim.about().office_id,
        title=uploads.title_of(upload, found.content_type),
        content_type=found.content_type,
        size=found.size,
        is_restricted=True,
        uploaded_by=by,
        uploaded_at=at,
    )
    sign(document, by)
    document.file.save("", upload)
    return document
