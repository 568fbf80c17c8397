"""What people in Ashdale said. All of it is invented."""

from __future__ import annotations

# label, age band, mode, words
GOOD_LIFE_PRIMARY = [
    ("P1", "5-10", "said", "I want a friend who plays with me at break time."),
    ("P2", "5-10", "said", "The hall is too loud at dinner time and I cover my ears."),
    ("P3", "5-10", "written", "A good life is my dog and my nan and going to the park."),
    ("P4", "5-10", "said", "I like it when Mrs Bell uses pictures so I know what is next."),
    ("P5", "5-10", "written", "Having friends at break time makes me happy."),
    ("P6", "5-10", "said", "I don't want to go in the taxi so long. It makes me feel sick."),
    ("P7", "5-10", "said", "When it is too loud I need a quiet room."),
]
GOOD_LIFE_SECOND_PRIMARY = [
    ("P1", "5-10", "said", "A good day is when my friend comes to my house after school."),
    ("P2", "5-10", "said", "I need a quiet place when it gets too busy and loud."),
    ("P3", "5-10", "written", "Grown ups should ask me first, not my mum."),
    ("P4", "5-10", "said", "I want to ride my bike to the park with a friend."),
    ("P5", "5-10", "said", "Pictures help me know what is next in the day."),
]
GOOD_LIFE_HIGH = [
    ("P1", "11-15", "said", "People decide things in meetings and then tell me after. I want to be in the meeting."),
    ("P2", "11-15", "written", "A job with animals. Nobody has asked me about a job yet."),
    ("P3", "11-15", "said", "The quiet room is good but it is always locked at lunch."),
    ("P4", "11-15", "written", "I want to learn the bus on my own so I can see friends."),
    ("P5", "11-15", "said", "Ask me what I want, then actually do something about it."),
    ("P6", "11-15", "written", "Friends who get me. Not just the ones in my unit."),
    ("P7", "11-15", "said", "I would like more time on the bus training so I can go into town on my own."),
]
GOOD_LIFE_LEARNING_CENTRE = [
    ("P1", "11-15", "said", "Somebody who listens and does not give up on me."),
    ("P2", "11-15", "said", "I want a job like my uncle, fixing bikes, but nobody talks about a job here."),
    ("P3", "11-15", "said", "Being moved school three times means you lose your friends every time."),
]
GOOD_LIFE_COLLEGE = [
    ("P1", "16-18", "written", "A paid job, not only work experience that never ends."),
    ("P2", "16-18", "said", "My own flat one day, with help near by if I need it."),
    ("P3", "19-25", "said", "I can travel on my own now because college did bus training with me every week."),
    ("P4", "16-18", "said", "It is hard to make friends here when transport leaves at three."),
    ("P5", "19-25", "written", "I want to be asked about a job, and to try a job before I choose."),
]
OUTCOMES_WORKSHOP = [
    ("P1", "11-15", "said", "I want to travel on my own on the bus."),
    ("P2", "11-15", "said", "To have a friend to go to the cinema with."),
    ("P3", "16-18", "said", "A job in a café. I make good tea."),
    ("P4", "11-15", "said", "To choose who helps me in the mornings."),
    ("P5", "16-18", "written", "To be asked. To be in my own meeting."),
    ("P6", "11-15", "said", "Somewhere quiet to calm down when it is too loud."),
]
SUMMARY_WORKSHOP = [
    ("P1", "11-15", "written", "It should start with a picture of me, not my date of birth."),
    ("P2", "11-15", "said", "One page. Big writing. My plan is so long I have never read it."),
    ("P3", "11-15", "written", "Say what I am good at first, then what helps me."),
    ("P4", "16-18", "said", "Put how I talk at the top so new people know to wait."),
    ("P5", "11-15", "written", "Pictures next to the words please."),
    ("P6", "16-18", "said", "My goals in my words. Not in teacher words."),
]
CAFE = [
    ("P1", "11-15", "said", "I have not got a school at the moment. I miss having people my age to talk to."),
    ("P2", "16-18", "said", "I would join a forum if we can meet somewhere like this and not in an office."),
    ("P3", "11-15", "said", "Nobody has asked me anything for a year, so thank you for the hot chocolate."),
]
HOMES = [
    ("P1", "5-10", "said", "I like learning at my table with my things round me."),
    ("P2", "11-15", "said", "I want a friend who knows I get tired."),
]
# parents and carers, at the family hub and the fun day
PARENTS = [
    ("A1", "The taxi takes an hour each way. By the time he gets to school he has nothing left."),
    ("A2", "We had to tell our story to six different people. One page about her would have saved us all of that."),
    ("A3", "The family hub has been a lifeline. Somebody there knew what to do next."),
    ("A4", "It is hard to find out what there is. The local offer pages go round in circles."),
    ("A5", "She has no friends near home because her school is so far away."),
    ("A6", "The new quiet room at the library is brilliant, more of that please."),
    ("A7", "Please keep asking the children. And please come back and tell them what you did."),
    ("A8", "Honestly the transport works fine for us. The escort is kind and he likes the drive."),
]
HARBOUR = [
    ("A1", "parent_carer", "A good life for him is being known at the shop and at the swimming pool, by name."),
    ("A2", "parent_carer", "Holiday clubs that can really take her. We are turned away every summer."),
    ("C1", "cyp", "Swimming! And chips after."),
    ("C2", "cyp", "I want to go to the club with my brother."),
]
YOUTH_CABINET = [
    ("Y1", "Young people with SEND should have a seat here, not just a visit."),
    ("Y2", "Tell us what happened afterwards, or we will stop coming to these."),
]

# The forum's conference, three years ago: table, group, words
CONFERENCE = [
    ("T1a", "There is only one special school for the whole of Ashdale. We need a choice."),
    ("T1b", "I want her educated in her own community with the children from our street."),
    ("T1c", "Quality matters more to us than distance. A bad place round the corner is still a bad place."),
    ("T1d", "In principle hubs are a good idea, but only if the staff are specialists."),
    ("T2a", "Hubs closer to home would mean an end to the two hour round trip by taxi."),
    ("T2b", "A hub has to be its own place with specialist staff, not a corner of the mainstream corridor."),
    ("T2c", "Yes to hubs as long as they are not simply an extension of the school they sit in."),
    ("T2d", "He cannot cope with mainstream, but the special school says he is too able. There is nothing in between."),
    ("T3a", "We travelled fifty minutes each way for four years. Closer to home, please."),
    ("T3b", "Choice. At the moment the choice is one school or no school."),
    ("T3c", "Whatever you open, train the staff first. The right ethos and skills matter most."),
    ("T3d", "I would welcome a school just for autistic children."),
    ("T3e", "One autism school for the whole area worries me. One provider and no choice all over again."),
    ("T4a", "Secondary is the gap. Primary was lovely and then there was nothing near us."),
    ("T4b", "Hubs in principle yes, if there is a real specialist teacher in them every day."),
    ("T4c", "Keep it flexible. My daughter needs two days in a hub and three at home some weeks."),
    ("T4d", "Plan around the child, not around the building."),
    ("T5a", "The taxi journey is the hardest part of his day. A place closer to home would change our lives."),
    ("T5b", "Staff who understand, that is quality. I would travel for that."),
    ("T5c", "A hub attached to a primary near us would keep her with her friends."),
    ("T5d", "Do not put everything in the north of the area. Families in the south travel furthest."),
    ("T5e", "I do not support hubs. My fear is that they become a cheap way to avoid a proper specialist school."),
    ("T6a", "We need somewhere for children who are not coping in mainstream but do not fit the special school."),
    ("T6b", "Specialist staff, small rooms, calm places. That is what good looks like."),
]
