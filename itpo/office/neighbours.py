"""What of the ground promises are made about."""

from itpo.office import chain
from itpo.office.models import Partner

chain.subject(Partner)
