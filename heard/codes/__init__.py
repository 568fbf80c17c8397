"""The code lists of the field: a short stable code to store, and the words people read.

A code never changes once it has been stored; its label may. Labels are plain English, because they appear on pages that
parents and young people read.
"""

from __future__ import annotations

from heard.codes.code_list import CodeList as CodeList


class ActivityKind(CodeList):
    """What kind of occasion people were heard at."""

    SCHOOL_VISIT = "school_visit", "School visit"
    WORKSHOP = "workshop", "Workshop"
    DROP_IN = "drop_in", "Drop-in event"
    COMMUNITY_EVENT = "community_event", "Community or family event"
    CONFERENCE = "conference", "Conference or annual meeting"
    HOME_VISIT = "home_visit", "Home visit"
    ONE_TO_ONE = "one_to_one", "Café or one-to-one meeting"
    FAMILY_HUB_VISIT = "family_hub_visit", "Family hub visit"
    NURSERY_SESSION = "nursery_session", "Nursery play session"
    SURVEY = "survey", "Survey"
    LISTENING_FORUM = "listening_forum", "Listening forum"
    COFFEE_MORNING = "coffee_morning", "Coffee morning"
    ONLINE_SESSION = "online_session", "Online session"
    FORUM_MEETING = "forum_meeting", "Forum meeting"
    YOUTH_COUNCIL = "youth_council", "Youth council or cabinet meeting"
    ROADSHOW = "roadshow", "Roadshow"
    FOCUS_GROUP = "focus_group", "Focus group"
    BOARD_MEETING = "board_meeting", "Board meeting"
    TRAINING = "training", "Training"
    USER_TESTING = "user_testing", "Trying something out with people"
    SOCIAL_MEDIA = "social_media", "Social media"
    ROUNDTABLE = "roundtable", "Roundtable"
    OTHER = "other", "Something else"


class Method(CodeList):
    """How people were helped to say what they think."""

    CONVERSATION = "conversation", "Conversation"
    WRITING = "writing", "Writing"
    DRAWING = "drawing", "Drawing"
    CHOICE_MAT = "choice_mat", "Talking mat or choice mat"
    COMMUNICATION_BOARD = "communication_board", "Communication board"
    SWITCH = "switch", "Switch or button"
    OBJECTS_OF_REFERENCE = "objects_of_reference", "Objects of reference"
    OBSERVATION = "observation", "Watching closely"
    PHOTO_WALK = "photo_walk", "Photo walk"
    PATH = "path", "PATH planning"
    LIFE_WHEEL = "life_wheel", "Life wheel"
    ARTS = "arts", "Arts and making"
    VIDEO = "video", "Video"
    DOT_VOTE = "dot_vote", "Dot vote"
    QUESTIONNAIRE = "questionnaire", "Questionnaire"
    INTERVIEW = "interview", "Interview"
    ROLE_PLAY = "role_play", "Role play"
    OTHER = "other", "Another way"


class PlaceType(CodeList):
    """The kind of place where people met."""

    SCHOOL = "school", "School"
    NURSERY = "nursery", "Nursery"
    COLLEGE = "college", "College"
    PRU = "pru", "Pupil referral unit"
    HOME = "home", "Home"
    FAMILY_HUB = "family_hub", "Family hub"
    CAFE = "cafe", "Café"
    PUBLIC_VENUE = "public_venue", "Library or public venue"
    COMMUNITY_HUB = "community_hub", "Community hub"
    EXHIBITION = "exhibition", "Stadium or exhibition"
    ONLINE = "online", "Online"
    OTHER = "other", "Somewhere else"


class ParticipantGroup(CodeList):
    """Who a person took part as. Co-production needs the people who use the services, so the list begins with them."""

    CYP = "cyp", "Children and young people"
    PARENT_CARER = "parent_carer", "Parents and carers"
    SIBLING = "sibling", "Brothers and sisters"
    PCF_REP = "pcf_rep", "Parent carer forum representatives"
    YOUNG_ADVISER = "young_adviser", "Young advisers"
    SCHOOL_STAFF = "school_staff", "School, nursery and college staff"
    HEALTH = "health", "Health staff"
    SOCIAL_CARE = "social_care", "Social care staff"
    COUNCIL_OFFICER = "council_officer", "Council officers"
    ELECTED_MEMBER = "elected_member", "Elected members"
    VOLUNTARY = "voluntary", "Voluntary groups and charities"
    STUDENT = "student", "Students and trainees"
    OTHER = "other", "Other people"

    @property
    def uses_services(self) -> bool:
        """Say whether this group lives with the services, rather than runs them.

        >>> ParticipantGroup.SIBLING.uses_services, ParticipantGroup.HEALTH.uses_services
        (True, False)
        """
        return self in _PEOPLE_WHO_USE_SERVICES


_PEOPLE_WHO_USE_SERVICES = frozenset(
    {
        ParticipantGroup.CYP,
        ParticipantGroup.PARENT_CARER,
        ParticipantGroup.SIBLING,
        ParticipantGroup.PCF_REP,
        ParticipantGroup.YOUNG_ADVISER,
    }
)


class AgeBand(CodeList):
    """Age in bands. The codes hold no bare "5-10", which spreadsheets turn into the fifth of October."""

    AGE_0_4 = "age_0_4", "0 to 4"
    AGE_5_10 = "age_5_10", "5 to 10"
    AGE_11_15 = "age_11_15", "11 to 15"
    AGE_16_18 = "age_16_18", "16 to 18"
    AGE_19_25 = "age_19_25", "19 to 25"
    NOT_ASKED = "not_asked", "Not asked"


class BroadArea(CodeList):
    """The four broad areas of need, and one more for a place that serves all of them."""

    COMMUNICATION = "communication", "Communication and interaction"
    COGNITION = "cognition", "Cognition and learning"
    SEMH = "semh", "Social, emotional and mental health"
    SENSORY_PHYSICAL = "sensory_physical", "Sensory and/or physical"
    GENERIC = "generic", "All kinds of need"


class NeedType(CodeList):
    """Type of need, by the codes of the school census. DS is new: check the current census guide before a return."""

    SPLD = "spld", "Specific learning difficulty"
    MLD = "mld", "Moderate learning difficulty"
    SLD = "sld", "Severe learning difficulty"
    PMLD = "pmld", "Profound and multiple learning difficulty"
    SEMH = "semh", "Social, emotional and mental health"
    SLCN = "slcn", "Speech, language and communication needs"
    HI = "hi", "Hearing impairment"
    VI = "vi", "Vision impairment"
    MSI = "msi", "Multi-sensory impairment"
    PD = "pd", "Physical disability"
    ASD = "asd", "Autistic spectrum disorder"
    DS = "ds", "Down syndrome"
    OTH = "oth", "Other difficulty or disability"
    NSA = "nsa", "SEN support but no specialist assessment of type of need"

    @property
    def broad_area(self) -> BroadArea | None:
        """Give the broad area this type belongs to, or None where the census gives none.

        >>> NeedType.SLCN.broad_area.label
        'Communication and interaction'
        >>> NeedType.OTH.broad_area is None
        True
        """
        return _AREA_OF_NEED.get(self)


_AREA_OF_NEED = {
    NeedType.ASD: BroadArea.COMMUNICATION,
    NeedType.SLCN: BroadArea.COMMUNICATION,
    NeedType.SPLD: BroadArea.COGNITION,
    NeedType.MLD: BroadArea.COGNITION,
    NeedType.SLD: BroadArea.COGNITION,
    NeedType.PMLD: BroadArea.COGNITION,
    NeedType.SEMH: BroadArea.SEMH,
    NeedType.HI: BroadArea.SENSORY_PHYSICAL,
    NeedType.VI: BroadArea.SENSORY_PHYSICAL,
    NeedType.MSI: BroadArea.SENSORY_PHYSICAL,
    NeedType.PD: BroadArea.SENSORY_PHYSICAL,
}


class Mode(CodeList):
    """How something reached us. What was observed is never mixed with what was said."""

    SAID = "said", "Said"
    WRITTEN = "written", "Written"
    SIGNED = "signed", "Signed"
    DRAWN = "drawn", "Drawn"
    CHOSEN = "chosen", "Chosen"
    OBSERVED = "observed", "Observed"


class Mediation(CodeList):
    """Whose words these are: the person's own, or through someone else."""

    OWN_WORDS = "own_words", "In their own words"
    SCRIBED = "scribed", "Written down for them"
    ON_BEHALF = "on_behalf", "Said by someone on their behalf"
    INTERPRETED = "interpreted", "Through an interpreter"


class Use(CodeList):
    """What a person may agree to, one by one."""

    ANALYSE = "analyse", "Use what was said to find themes"
    QUOTE = "quote", "Quote the words"
    SHOW_DRAWING = "show_drawing", "Show the drawing"
    NAME_SCHOOL = "name_school", "Name the school"


class Answer(CodeList):
    """The answer to something people asked for."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    LATER = "later", "Later"
    NO = "no", "No"
    NOT_OURS = "not_ours", "Not ours to decide"
    AWAITING = "awaiting", "Awaiting a decision"


class ActionStatus(CodeList):
    """How far an action has come."""

    NOT_STARTED = "not_started", "Not started"
    STARTED_DELAYED = "started_delayed", "Started but delayed"
    ON_TRACK = "on_track", "Progressing and on track"
    COMPLETED = "completed", "Completed"
    EMBEDDED = "embedded", "Embedded"
    STOPPED = "stopped", "Stopped"


class ProvisionType(CodeList):
    """The kind of place on the provision register."""

    SPECIAL_SCHOOL = "special_school", "Special school"
    RESOURCED_PROVISION = "resourced_provision", "Resourced provision"
    SEN_UNIT = "sen_unit", "SEN unit"
    SATELLITE = "satellite", "Satellite of a special school"
    INCLUSION_BASE = "inclusion_base", "Inclusion base"
    MAINSTREAM = "mainstream", "Mainstream school"
    AP = "ap", "Alternative provision"
    PRU = "pru", "Pupil referral unit"
    EARLY_YEARS = "early_years", "Early years setting"
    POST16_MAINSTREAM = "post16_mainstream", "Mainstream college or sixth form"
    SPECIALIST_POST16 = "specialist_post16", "Specialist college"
    SUPPORTED_INTERNSHIP = "supported_internship", "Supported internship"
    EOTAS = "eotas", "Education other than at school"
    HOSPITAL = "hospital", "Hospital school"
    INDEPENDENT = "independent", "Independent school"


class ProvisionStatus(CodeList):
    """How far a place on the register has come, in the order it usually happens."""

    IDEA = "idea", "Idea"
    CONSULTED = "consulted", "Consulted on"
    PROPOSED = "proposed", "Proposed"
    DECIDED = "decided", "Decided"
    FUNDED = "funded", "Funded"
    BUILDING = "building", "Being built"
    OPEN = "open", "Open"
    CHANGED = "changed", "Open, and changed"
    CLOSED = "closed", "Closed"
    NOT_PROCEEDING = "not_proceeding", "Not going ahead"


class Phase(CodeList):
    """Education phase, by the labels of published statistics."""

    EARLY_YEARS = "early_years", "Early years settings"
    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    MIDDLE_PRIMARY = "middle_primary", "Middle (deemed primary)"
    MIDDLE_SECONDARY = "middle_secondary", "Middle (deemed secondary)"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    SPECIAL = "special", "Special"
    ALTERNATIVE = "alternative", "Alternative provision"
    FURTHER = "further", "Further education"
    HIGHER = "higher", "Higher education"
    INDEPENDENT = "independent", "Independent school"
    NONE = "none", "No establishment"


class SayDoStatus(CodeList):
    """What became of something people said, as published. All but "done" need a reason."""

    DONE = "done", "Done"
    PARTLY = "partly", "Partly done"
    UNDER_WAY = "under_way", "Under way"
    PLANNED = "planned", "Planned"
    NOT_YET_DECIDED = "not_yet_decided", "Not yet decided"
    NOT_POSSIBLE = "not_possible", "Not possible"
    NOT_OURS = "not_ours", "Not ours to decide"
