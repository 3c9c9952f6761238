"""Who finds the words for the mails to people without an account. Loaded when the app is ready."""

from delegates import alumni, filling, papers
from delegates.invitations import sending
from investors import cascades, invites
from itpo.office import post
from itpo.portal import (
    lost,
    mails_confirmations,
    mails_decisions,
    mails_events,
    mails_invites,
    mails_links,
    mails_papers,
    mails_posts,
    mails_received,
)

post.register(sending.APPLICATION_INVITED, mails_links.application_invited)
post.register(sending.AGENCY_INVITED, mails_links.agency_invited)
post.register(sending.RENEWED, mails_links.renewed)
post.register(lost.ONE, mails_links.asked)
post.register(lost.ALL, mails_links.lost_links)
post.register(filling.RECEIVED, mails_received.received)
post.register(alumni.KIND, mails_posts.post_check)
for kind, compose in {**mails_decisions.COMPOSERS, **mails_events.COMPOSERS}.items():
    post.register(kind, compose)
for kind in mails_confirmations.TEMPLATES:
    post.register(kind, mails_confirmations.request)
post.register(invites.KIND, mails_invites.invite)
post.register(cascades.KIND, mails_invites.meetings_off)
post.register(papers.SENT, mails_papers.issued)
