"""What the form of a programme asks: its steps and fields, and whether they are answered.

Steps and fields are data. Each field is one of Django's, with a label, a hint and sentences for
what is wrong, in the reader's language. The page shows them, the verbs of filling.py ask them.
Answers are kept as typed, wrong ones too, so that no word is lost; they are looked at when a step
is left and when the form is handed in.
"""

from delegates.questionnaire.asked import DOCUMENTS, TRAVEL, Asked, Missing, asked_by
from delegates.questionnaire.steps import Step, StepForm, Values, answered

__all__ = [
    "DOCUMENTS",
    "TRAVEL",
    "Asked",
    "Missing",
    "Step",
    "StepForm",
    "Values",
    "answered",
    "asked_by",
]
