"""What families in Ashdale wrote in a survey, all of it invented, as the spreadsheet an officer is sent."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence

from openpyxl import Workbook

COLUMNS = ["Response number", "Completed on", "I am a", "Feedback", "What would help your child or you most?"]
WORDS = COLUMNS[-1]

TRANSPORT = (
    "The taxi takes an hour each way and he arrives at school worn out.",
    "School transport was late nine times last half term.",
    "She sits in the taxi for seventy minutes. That is too long for a six year old.",
    "A new taxi driver every week is hard for a child who needs things to stay the same.",
    "Please tell us before the driver changes, not on the morning.",
    "The escort in the taxi left and nobody told us for a fortnight.",
    "Transport to college stops at 18 and nobody explained what happens then.",
    "Our bus to school goes round four villages first. He is sick most mornings.",
    "The transport team never pick up the phone.",
    "We had no taxi at all for the first two weeks of term.",
    "I gave up work because school transport would not take her wheelchair.",
    "A shorter journey to school would change our whole day.",
    "Transport should come at the same time every day so that he is ready.",
    "The minibus is too loud for her and she hides on the floor.",
    "Bus training would let my son travel to college on his own.",
    "We drive thirty miles a day because the taxi was taken away.",
    "The taxi company sends drivers who know nothing about autism.",
    "He misses the start of school every day because the transport is late.",
    "Transport works well for us. The driver waits and knows her songs.",
    "Our taxi is always on time and the escort is lovely.",
    "The school bus is the best part of his day, please do not change it.",
)
WAITING = (
    "We waited fourteen months for an assessment.",
    "The waiting list for speech therapy is two years long.",
    "Nobody could tell us how long the wait would be.",
    "Still waiting for the educational psychologist after three terms.",
    "He waited so long for an assessment that he had already left primary.",
    "A letter every few months to say we are still on the waiting list would help.",
    "The wait for an occupational therapy appointment is far too long.",
    "Her plan was eleven weeks late and we waited without any help.",
    "Waiting for a diagnosis meant waiting for any support at all.",
    "They said the assessment would take six weeks. It took thirty.",
    "We were moved to another waiting list and started again at the bottom.",
    "Two years waiting for the autism assessment and he is still out of school.",
    "Support should start while you wait, not after the assessment.",
    "It is the waiting that breaks you. Just give us a date.",
    "We paid for a private assessment because the wait was so long.",
    "Long waits for mental health help. She got worse while we waited.",
    "Waiting times should be on a page where parents can see them.",
    "My daughter has been waiting for a hearing appointment since spring.",
    "We were told the wait was a year but the assessment came after eight weeks, so it was fine.",
    "No complaint about waiting here, we were seen in a month.",
)
STAFF = (
    "More staff who are trained in autism, in every school.",
    "His teaching assistant left and was never replaced.",
    "Staff need training so that they know what a meltdown is.",
    "The teachers are kind but they have no training in speech and language.",
    "She needs the same teaching assistant every day, not whoever is free.",
    "Train the lunchtime staff as well, that is where it goes wrong.",
    "Supply staff do not read her plan.",
    "One trained member of staff in each year group would make the difference.",
    "Teachers should be trained to use his communication book.",
    "Too many staff changes. He had five teaching assistants in a year.",
    "The staff did not know how to use her hoist.",
    "Please train teachers about girls who hide how hard it is.",
    "We need staff who stay. Every new face starts him off again.",
    "The specialist teacher only comes once a term and the staff forget what she said.",
    "Better pay for teaching assistants so that the good ones stay.",
    "Training for staff should be done by parents and young people.",
    "A teacher told me she had one afternoon of SEND training in ten years.",
    "Staff who have time to listen to him.",
    "The staff at our school are brilliant. They are trained and they stay.",
    "Her teaching assistant is wonderful and understands her completely.",
    "The teachers here already know a lot about SEND, it is not training they lack.",
)
TELLING = (
    "Nobody answers emails about the plan.",
    "I have to tell our story again to every new person.",
    "Please write letters in plain words. I did not understand the draft plan.",
    "One named person to ring, who rings back.",
    "The annual review letter came the day after the meeting.",
    "I found out from another parent, not from the council.",
    "Emails go unanswered for weeks and then they want a reply by Friday.",
    "Tell parents what was decided and why.",
    "The website sends you round in circles and the links are broken.",
    "A phone call instead of a letter would have saved so many tears.",
    "Professionals do not talk to each other, so I carry the letters between them.",
    "I would like one email a term that says what is happening with her plan.",
    "Letters full of initials. What is an EP and a TAF?",
    "Nobody told us that the named person had left.",
    "Please reply to emails, even if only to say that you have no answer yet.",
    "Interpreters at meetings, my wife cannot follow the letters.",
    "You only hear back when you complain.",
    "Meetings are cancelled by email an hour before.",
    "Communication from our case officer is excellent, she always rings back.",
    "Letters are clear and they answered every email I sent.",
)
QUIET = (
    "A quiet room that is open at lunch, not locked.",
    "The dinner hall is too loud for him and he does not eat.",
    "Somewhere quiet to go when it gets too busy.",
    "+1 for the quiet room at the library, we go every week.",
    "Every school should have a quiet space with soft lights.",
    "The noise in the corridor is what stops her going in.",
    "A calm room where he can go before it all gets too loud.",
    "The sensory room is used for storage.",
    "Quiet hours at the swimming pool, please.",
    "The bell hurts his ears. Could they turn it down?",
    "She needs a quiet corner in the classroom, with a tent.",
    "Ear defenders are fine but a quiet room is better.",
    "A quiet place to wait at the clinic, with fewer lights.",
    "Open the quiet room at break time as well.",
    "Loud assemblies every morning. He spends them under the table.",
    "A quiet way into school, away from the noise of the gate.",
    "I want a quiet room where nobody asks me questions.",
    "The quiet space is lovely but only six children may use it.",
    "My son hates the quiet room. He feels shut out and wants to be with his class.",
    "A quiet room is not the answer, make the classroom calm instead.",
)
CLUBS = (
    "A holiday club that takes children with SEND.",
    "There is nothing to do in the summer holidays for a boy like mine.",
    "We were turned away from three holiday clubs.",
    "After school clubs that have one to one support.",
    "A youth club for teenagers with SEND in Southford.",
    "Swimming club with a changing place.",
    "She would love a drama club but they said they could not cope.",
    "Short breaks at weekends so that his sister gets some time as well.",
    "The holiday club place was four days in six weeks.",
    "Clubs close to home where he can make friends.",
    "A football club for girls with SEND would be great.",
    "I want to go to the same club as my brother.",
    "Holiday clubs cost twice as much if you need support.",
    "More short breaks. We had one weekend in a year.",
    "A club on Saturdays where you can just turn up.",
    "The youth club stopped when the worker left.",
    "Put all the clubs on one page and say which can take a wheelchair.",
    "Something in the holidays for over 16s.",
    "The holiday club at the family hub is excellent, she cannot wait to go.",
    "We do not need more clubs, he needs the summer at home and help for us there.",
)
OTHER = (
    "A working lift at the station.",
    "He likes trains and custard.",
    "Ask the children. They will tell you.",
    "A job. I want a job with animals.",
    "The new playground surface is too bumpy for a walker.",
    "Respite for grandparents who look after them.",
    "Help with the forms for money.",
    "Being believed the first time.",
    "Free parking at the hospital.",
    "A dentist who will see her.",
    "School uniform without labels and collars.",
    "Thank you for asking.",
    "A buddy for my first week at college.",
    "Nappies that are big enough.",
    "Somewhere to live one day that is mine.",
    "More books in braille at the library.",
    "Let me take my dog to school.",
)
TOPICS = {
    "transport": TRANSPORT,
    "waiting": WAITING,
    "staff": STAFF,
    "telling": TELLING,
    "quiet": QUIET,
    "clubs": CLUBS,
}
WRITTEN_BY_YOUNG_PEOPLE = ("I want", "my brother", "my dog", "is mine", "my first week")
LAST_YEAR = datetime.date.today().year - 1
WITHOUT_WORDS = 12  # the response that was sent empty

Cells = list[str]


def rows() -> list[Cells]:
    """Every response in the order it came: the topics by turns, one of them left empty."""
    longest = max(len(said) for said in (*TOPICS.values(), OTHER))
    by_turns = [said[at] for at in range(longest) for said in (*TOPICS.values(), OTHER) if at < len(said)]
    by_turns.insert(WITHOUT_WORDS - 1, "")
    return [_row(number, words) for number, words in enumerate(by_turns, start=1)]


def _row(number: int, words: str) -> Cells:
    who = "Young person" if any(sign in words for sign in WRITTEN_BY_YOUNG_PEOPLE) else "Parent / carer"
    office = "Read, thank-you sent" if number % 3 else ""
    return [str(number), f"{number % 27 + 1:02d}/06/{LAST_YEAR}", who, office, words]


def corrected(first: Sequence[Cells]) -> list[Cells]:
    """The same responses sent again: the empty one filled in, one put right, and two more that came late."""
    again = [list(row) for row in first]
    again[WITHOUT_WORDS - 1][-1] = "Somebody to sit with us and fill in the forms."
    again[0][-1] = "The taxi takes ninety minutes each way and he arrives at school worn out."
    late = ("A hoist at the swimming pool.", "The taxi was late again today, that makes ten.")
    return [*again, *(_row(len(again) + at, words) for at, words in enumerate(late, start=1))]


def as_xlsx(table: Sequence[Cells]) -> bytes:
    """The responses as an Excel file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [COLUMNS, *table]:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def as_csv(table: Sequence[Cells]) -> bytes:
    """The responses as a CSV file, as a spreadsheet saves it."""
    kept = io.StringIO()
    csv.writer(kept).writerows([COLUMNS, *table])
    return kept.getvalue().encode("utf-8-sig")
