"""Who is asked to apply or to name somebody, each by a personal link."""

from delegates.invitations.behind import all_behind, behind, why_over
from delegates.invitations.contacts import last_contact
from delegates.invitations.inviting import CALLING, invite_agency, invite_delegate
from delegates.invitations.naming import decline, nominate, take_back, why_shut
from delegates.invitations.sending import change_address, revoke, send_again

__all__ = [
    "CALLING",
    "all_behind",
    "behind",
    "change_address",
    "decline",
    "invite_agency",
    "invite_delegate",
    "last_contact",
    "nominate",
    "revoke",
    "send_again",
    "take_back",
    "why_over",
    "why_shut",
]
