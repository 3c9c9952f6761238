"""Whom we serve, page by page."""

from investors.views.attendance import attendance_list, attendance_take_in, event_attendance
from investors.views.calling_off import call_off
from investors.views.careers import (
    contact_left,
    contact_moved,
    contact_still_there,
    contact_successor,
)
from investors.views.closing import mission_close
from investors.views.companies import (
    company,
    company_list,
    contact,
    contact_list,
    technology,
    technology_list,
)
from investors.views.doors import (
    event_check_in,
    event_door,
    event_walk_in,
    registration_contact,
    registration_give_back,
)
from investors.views.events import event, event_list, event_numbers, event_series, event_state
from investors.views.invites import invite, invite_all
from investors.views.matches import (
    invite_match,
    leave_out_match,
    programme_matches,
    project_matches,
    suggest_match_again,
    visit_matches,
)
from investors.views.meetings import log_meeting, meeting, meeting_list
from investors.views.mission_plans import (
    lay_out_tasks,
    mission_plan,
    mission_steps,
    mission_task,
    usual_mission_steps,
)
from investors.views.missions import (
    member_state,
    mission,
    mission_copy,
    mission_list,
    mission_state,
)
from investors.views.papers import issue_itineraries, member_papers, mission_papers
from investors.views.plans import (
    plan,
    plan_add,
    plan_copy,
    plan_move,
    plan_remove,
    travel_time,
)
from investors.views.rosters import mission_roster, roster_add, roster_states
from investors.views.schedule_people import (
    schedule_dismiss,
    schedule_interpreter,
    schedule_interpreters,
    schedule_invite,
    schedule_participant,
    schedule_wishes,
)
from investors.views.schedules import (
    schedule,
    schedule_begin,
    schedule_hours,
    schedule_list,
    schedule_people,
    schedule_pin,
    schedule_publish,
    schedule_remove,
    schedule_run_cancel,
    schedule_search,
)
from investors.views.visits import visit_state
from investors.views.withdrawals import withdraw
from investors.views.writing_down import (
    leave_out_minutes,
    log_quickly,
    minutes,
    plan_again,
    to_log,
    write_down,
)

__all__ = [
    "attendance_list",
    "attendance_take_in",
    "call_off",
    "company",
    "company_list",
    "contact",
    "contact_left",
    "contact_list",
    "contact_moved",
    "contact_still_there",
    "contact_successor",
    "event",
    "event_attendance",
    "event_check_in",
    "event_door",
    "event_list",
    "event_numbers",
    "event_series",
    "event_state",
    "event_walk_in",
    "invite",
    "invite_all",
    "invite_match",
    "issue_itineraries",
    "lay_out_tasks",
    "leave_out_match",
    "leave_out_minutes",
    "log_meeting",
    "log_quickly",
    "meeting",
    "meeting_list",
    "member_papers",
    "member_state",
    "minutes",
    "mission",
    "mission_close",
    "mission_copy",
    "mission_list",
    "mission_papers",
    "mission_plan",
    "mission_roster",
    "mission_state",
    "mission_steps",
    "mission_task",
    "plan",
    "plan_add",
    "plan_again",
    "plan_copy",
    "plan_move",
    "plan_remove",
    "programme_matches",
    "project_matches",
    "registration_contact",
    "registration_give_back",
    "roster_add",
    "roster_states",
    "schedule",
    "schedule_begin",
    "schedule_dismiss",
    "schedule_hours",
    "schedule_interpreter",
    "schedule_interpreters",
    "schedule_invite",
    "schedule_list",
    "schedule_participant",
    "schedule_people",
    "schedule_pin",
    "schedule_publish",
    "schedule_remove",
    "schedule_run_cancel",
    "schedule_search",
    "schedule_wishes",
    "suggest_match_again",
    "technology",
    "technology_list",
    "to_log",
    "travel_time",
    "usual_mission_steps",
    "visit_matches",
    "visit_state",
    "withdraw",
    "write_down",
]
