import datetime, os, sys
sys.path.insert(0, "/work/main")
import pytest
from playwright.sync_api import sync_playwright
from tests.web.conftest import *  # noqa
from tests.web.publishing_cast import *
from tests.web.publishing_cast import EVENT_WORDS as EW
from heard_web.publishing import actions
from heard_web.publishing.actions import BlockFacts
from heard_web.decisions.models import *
from heard_web.outcomes.models import *
from heard_web.engagement.models import *
from heard_web.themes.models import *
from heard_web.provision.models import *
AXE = open("/work/main/tests/journeys/vendor/axe.min.js").read()

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, officer, second_officer, approver, workshop, board, purpose, school):
    Activity.objects.filter(pk=workshop.pk).update(may_name_setting=True, forum_interest=2)
    workshop.refresh_from_db()
    GroupCount.objects.create(activity=workshop, group="cyp", people=23)
    beech = Setting.objects.create(name="Beech Row School", town="Ashdale")
    Activity.objects.create(held_by=officer.organisation, kind="school_visit", title="Visit", status="held", starts_on=datetime.date(2026,5,19), place_type="school", setting=beech, recorded_by=officer, purpose=purpose, public_line="We played first and talked later.")
    Activity.objects.create(held_by=officer.organisation, kind="home_visit", title="Home", status="held", starts_on=datetime.date(2026,5,20), place_type="home", recorded_by=officer)
    f = Finding.objects.create(held_by=officer.organisation, statement="Young people want a quiet room they can choose to go to", found_on=datetime.date(2026,5,25), written_by=officer, minority_view="Some like a busy room, because it feels friendly", purpose=purpose)
    FindingCondition.objects.create(finding=f, words="It is never used as a punishment")
    TeamNews.objects.create(held_by=officer.organisation, happened_on=datetime.date(2026,5,3), words="Two new co-production officers started work", recorded_by=officer)
    ask = Ask.objects.create(held_by=officer.organisation, words="Open quiet rooms and new hubs close to home", body=board, purpose=purpose, put_on=datetime.date(2026,6,1), written_by=officer, agreed_with="The parent carer forum")
    AskFinding.objects.create(ask=ask, finding=f)
    p1 = AskPart.objects.create(ask=ask, words="A hub at Alder Brook", setting=school, designation="communication", age_from=5, age_to=11)
    p2 = AskPart.objects.create(ask=ask, words="A hub at Elm Court")
    d = Decision.objects.create(held_by=officer.organisation, ask=ask, answer="partly", reason="There is money for one hub this year", decided_on=datetime.date(2026,6,20), written_by=officer)
    Decision.objects.create(held_by=officer.organisation, ask=ask, part=p2, answer="later", reason="The building is not ready until 2027", decided_on=datetime.date(2026,6,20), written_by=officer)
    InTheRoom.objects.create(decision=d, group="parent_carer", people=3)
    a = Action.objects.create(held_by=officer.organisation, decision=d, words="Open the Alder hub", owner="Estates", status="completed", written_by=officer)
    Outcome.objects.create(held_by=officer.organisation, action=a, measure="Average journey to a hub, in minutes", before="48", after="21", measured_on=datetime.date(2026,9,20), evidence="x", written_by=officer)
    imp = Impact.objects.create(held_by=officer.organisation, named_thing="The Alder hub", designed_by="parents and staff together", planned_on=datetime.date(2025,1,1), in_use_since=datetime.date(2026,9,1), families_say="It is closer, and the staff know our children", setting=school, designation="generic", age_from=5, age_to=11, written_by=officer)
    ImpactClaim.objects.create(impact=imp, ask=ask, part=p1)
    for n, need, st, why in (("Alder hub","generic","open",""),("Birch base","semh","building",""),("Cedar unit","sensory_physical","closed","The school moved to another building")):
        h = Provision.objects.create(held_by=officer.organisation, setting=school, name=n, kind="resourced_provision", designation=need, age_from=5, age_to=11, places=12, on_roll=9)
        h.history.create(status=st, happened_on=datetime.date(2026,9,1), reason=why, recorded_by=officer)
    v = voice_of(workshop, officer, "I need a room where it is quiet, so I can start again."); permit(v, "name_school", officer)
    v2 = voice_of(workshop, officer, "Waiting is the hardest thing.")
    dr = drawing_of(workshop, officer, explanation="This is my quiet house. It has a ramp for my friend."); permit(dr, "quote", officer)
    ob = observation_of(workshop, officer)
    month = actions.draft_monthly_update(by=officer, year=2026, month=5)
    from heard_web.publishing.blocks import facts_of, with_rows
    extra = [BlockFacts("heading", heading="In their own words"), BlockFacts("quote", contribution=v), BlockFacts("drawing", contribution=dr), BlockFacts("observed", contribution=ob), BlockFacts("quote", contribution=v2)]
    actions.set_blocks(month, by=officer, title=month.title, summary=month.summary, blocks=[*map(facts_of, with_rows(month)), *extra])
    for b in month.blocks.all(): print("|", b.kind, "|", b.heading, b.words, b.details)
    publish(month, officer, approver)
    Contribution.objects.filter(pk=v2.pk).update(withdrawn_at=datetime.datetime.now(datetime.UTC), words="")
    june = actions.draft_monthly_update(by=officer, year=2026, month=6)
    actions.set_blocks(june, by=officer, title=june.title, summary=june.summary, blocks=[BlockFacts("paragraph", words="June was quiet."), BlockFacts("paragraph", words="Two young people came to Beech Row School.")])
    story = actions.draft_story(ask, by=officer)
    for b in story.blocks.all(): print("|", b.kind, "|", b.heading, b.words, b.details)
    from heard_web.publishing.checking import problems
    print([x for x in problems(story)])
    actions.submit(story, by=officer)
    ys = actions.draft_you_said(by=officer, title="You said, we did: summer 2026", asks=[ask])
    for b in ys.blocks.all(): print("|", b.details)
    publish(ys, officer, approver)
    hubs = actions.draft_hub_register(by=officer); publish(hubs, officer, approver)
    ev = actions.draft_event_notice(event_of(officer, title="Summer drop-in at the Lantern"), by=officer, **EW, what_happens="Craft tables, a quiet corner and time to tell us what matters to you.", who_you_meet="Our co-production officers and the parent carer forum.")
    publish(ev, officer, approver)
    c = actions.leave_comment(address="updates/2026/05", useful=False, words="I could not find out which hubs have a place free.")
    open("/tmp/shots/publishing-screen.pdf","wb").write(__import__("django.test",fromlist=["Client"]).Client().get(f"/{ev.address}/screen.pdf").content)
    from django.test import Client
    def cookie(user):
        cl = Client(); cl.force_login(user, backend="django.contrib.auth.backends.ModelBackend"); return cl.cookies["sessionid"].value
    public = {"home":"/","updates":"/updates/","month":"/updates/2026/05/","events":"/events/","event":f"/{ev.address}/","yousaid":"/you-said/","yousaid-page":f"/{ys.address}/","stories":"/stories/","hubs":"/hubs/","hubs-filter":"/hubs/?need=semh","useful":"/useful/","thanks":"/useful/thanks/","acc":"/accessibility/","priv":"/privacy/","privkids":"/privacy/children/"}
    off = {"list":"/publishing/","new":"/publishing/new/","new-month":"/publishing/new/?kind=monthly_update","new-event":"/publishing/new/?kind=event_notice","new-ys":"/publishing/new/?kind=you_said","new-story":"/publishing/new/?kind=story","new-hub":"/publishing/new/?kind=hub_register","pub-stops":f"/publishing/{june.pk}/","pub-month":f"/publishing/{month.pk}/","edit":f"/publishing/{month.pk}/edit/?add=quote","edit-ys":f"/publishing/{ys.pk}/edit/","preview":f"/publishing/{story.pk}/preview/","comments":"/publishing/comments/","comment":f"/publishing/comments/{c.pk}/","edit-event":f"/publishing/{ev.pk}/edit/"}
    app = {"approve":f"/publishing/{story.pk}/","list-approver":"/publishing/"}
    bad = []
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/lib/chromium/chromium", args=["--no-sandbox"])
        for who, pages in ((None, public),(officer, off),(approver, app)):
            for w,h in ((360,740),(1280,900)):
                ctx = b.new_context(viewport={"width":w,"height":h}, bypass_csp=True)
                if who: ctx.add_cookies([{"name":"sessionid","value":cookie(who),"url":live_server.url}])
                pg = ctx.new_page()
                for name, url in pages.items():
                    r = pg.goto(live_server.url+url)
                    pg.screenshot(path=f"/tmp/shots/publishing-{name}-{w}.png", full_page=True)
                    pg.evaluate(AXE)
                    res = pg.evaluate("axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})")
                    wide = pg.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                    for v_ in res["violations"]: bad.append((name,w,v_["id"],[n["html"][:150] for n in v_["nodes"]][:3]))
                    if wide: bad.append((name,w,"overflow"))
                    if r.status!=200: bad.append((name,w,r.status))
                ctx.close()
        b.close()
    print("BAD", *bad, sep="\n")
