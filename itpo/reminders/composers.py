"""Who finds the words for each kind of mail. Loaded when the app is ready."""

from itpo.office import post
from itpo.reminders import digest

post.register(digest.KIND, digest.compose)
