from django.urls import path

from investors import views

app_name = "investors"
urlpatterns = [
    path("companies/", views.company_list, name="companies"),
    path("companies/<int:pk>/", views.company, name="company"),
    path("contacts/", views.contact_list, name="contacts"),
    path("contacts/<int:pk>/", views.contact, name="contact"),
    path("technologies/", views.technology_list, name="technologies"),
    path("technologies/<int:pk>/", views.technology, name="technology"),
    path("events/", views.event_list, name="events"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/state/", views.event_state, name="event-state"),
    path("events/<int:pk>/door/", views.event_door, name="event-door"),
    path("events/<int:pk>/check-in/", views.event_check_in, name="event-check-in"),
    path("events/<int:pk>/walk-in/", views.event_walk_in, name="event-walk-in"),
    path("events/<int:pk>/attendance/", views.event_attendance, name="event-attendance"),
    path("events/attendance/<int:pk>/", views.attendance_list, name="attendance-list"),
    path(
        "events/attendance/<int:pk>/take-in/", views.attendance_take_in, name="attendance-take-in"
    ),
    path(
        "events/registrations/<int:pk>/give-back/",
        views.registration_give_back,
        name="registration-give-back",
    ),
    path(
        "events/registrations/<int:pk>/contact/",
        views.registration_contact,
        name="registration-contact",
    ),
    path("events/numbers/", views.event_numbers, name="event-numbers"),
    path("events/series/<int:pk>/", views.event_series, name="event-series"),
    path("missions/", views.mission_list, name="missions"),
    path("missions/<int:pk>/", views.mission, name="mission"),
    path("missions/<int:pk>/state/", views.mission_state, name="mission-state"),
    path("missions/<int:pk>/papers/", views.mission_papers, name="mission-papers"),
    path("missions/<int:pk>/itineraries/", views.issue_itineraries, name="issue-itineraries"),
    path("missions/members/<int:pk>/papers/", views.member_papers, name="member-papers"),
    path("missions/<int:pk>/copy/", views.mission_copy, name="mission-copy"),
    path("missions/<int:pk>/close/", views.mission_close, name="mission-close"),
    path("missions/<int:pk>/roster/", views.mission_roster, name="mission-roster"),
    path("missions/<int:pk>/roster/add/", views.roster_add, name="roster-add"),
    path("missions/<int:pk>/roster/states/", views.roster_states, name="roster-states"),
    path("missions/<int:pk>/plan/", views.mission_plan, name="mission-plan"),
    path("missions/<int:pk>/plan/lay-out/", views.lay_out_tasks, name="lay-out-tasks"),
    path("missions/tasks/<int:pk>/", views.mission_task, name="mission-task"),
    path("missions/steps/", views.mission_steps, name="mission-steps"),
    path("missions/steps/usual/", views.usual_mission_steps, name="usual-mission-steps"),
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/log/", views.log_meeting, name="log-meeting"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/outcome/", views.write_down, name="write-down"),
    path("missions/members/<int:pk>/state/", views.member_state, name="member-state"),
    path("plan/<str:kind>/<int:pk>/", views.plan, name="plan"),
    path("plan/<str:kind>/<int:pk>/add/", views.plan_add, name="plan-add"),
    path("plan/<str:kind>/<int:pk>/way/", views.travel_time, name="travel-time"),
    path("plan/<str:kind>/<int:pk>/move/", views.plan_move, name="plan-move"),
    path("plan/<str:kind>/<int:pk>/copy/", views.plan_copy, name="plan-copy"),
    path("plan/item/<int:pk>/remove/", views.plan_remove, name="plan-remove"),
    path("schedules/", views.schedule_list, name="schedules"),
    path("schedules/begin/", views.schedule_begin, name="schedule-begin"),
    path("schedules/<int:pk>/", views.schedule, name="schedule"),
    path("schedules/<int:pk>/people/", views.schedule_people, name="schedule-people"),
    path("schedules/<int:pk>/wishes/", views.schedule_wishes, name="schedule-wishes"),
    path("schedules/<int:pk>/hours/", views.schedule_hours, name="schedule-hours"),
    path("schedules/<int:pk>/invite/", views.schedule_invite, name="schedule-invite"),
    path(
        "schedules/<int:pk>/interpreters/",
        views.schedule_interpreters,
        name="schedule-interpreters",
    ),
    path(
        "schedules/<int:pk>/interpreters/<int:interpreter>/",
        views.schedule_interpreter,
        name="schedule-interpreter",
    ),
    path("schedules/<int:pk>/search/", views.schedule_search, name="schedule-search"),
    path("schedules/<int:pk>/publish/", views.schedule_publish, name="schedule-publish"),
    path("schedules/<int:pk>/remove/", views.schedule_remove, name="schedule-remove"),
    path(
        "schedules/searches/<int:pk>/cancel/", views.schedule_run_cancel, name="schedule-run-cancel"
    ),
    path("schedules/meetings/<int:pk>/pin/", views.schedule_pin, name="schedule-pin"),
    path(
        "schedules/participants/<int:pk>/", views.schedule_participant, name="schedule-participant"
    ),
    path(
        "schedules/participants/<int:pk>/dismiss/", views.schedule_dismiss, name="schedule-dismiss"
    ),
    path("meetings/<int:pk>/invite/", views.invite, name="invite"),
    path("invite/<slug:what>/<int:pk>/", views.invite_all, name="invite-all"),
    path("call-off/<slug:what>/<int:pk>/", views.call_off, name="call-off"),
    path("visits/<int:pk>/state/", views.visit_state, name="visit-state"),
    path("applications/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
