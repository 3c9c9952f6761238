"""Who finds the words for each kind of mail. Loaded when the app is ready."""

from deals import confirmations
from itpo.office import post
from itpo.reminders import answered, digest, digest_had, given, rule_mails

post.register(digest_had.KIND, digest.compose)
post.register(given.KIND, given.compose)
post.register(rule_mails.KIND, rule_mails.compose)
post.register(confirmations.ANSWERED, answered.compose)
