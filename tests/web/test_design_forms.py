"""Forms: nothing typed is lost, every box has a name, and every mistake can be reached from the top of the page."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template

from heard_web.design import gallery, problems
from heard_web.design.forms import HintedRadios


class VisitForm(forms.Form):
    title = forms.CharField(label="What the visit is called", help_text="The name of the school will do.")
    on = forms.DateField(label="Date of the visit")
    people = forms.IntegerField(label="How many came", min_value=1)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    mode = forms.ChoiceField(
        label="How they told us",
        choices=[("said", "Said"), ("drawn", "Drawn")],
        widget=HintedRadios(hints={"drawn": "Keep the picture."}),
    )


def filled(**changed: str) -> dict[str, str]:
    return {"title": "Alder Brook", "on": "2026-03-03", "people": "14", "mode": "said"} | changed


def test_a_number_written_in_words_is_shown_again() -> None:
    form = VisitForm(filled(people="about a dozen"))

    page = str(form)

    assert 'value="about a dozen"' in page
    assert not re.search(r'type="number"', page)
    assert "Write a whole number in digits, such as 12" in page


@pytest.mark.parametrize("typed", ["31 February", "2026-02-31", "next Tuesday"])
def test_a_date_that_no_picker_can_show_is_shown_again_as_text(typed: str) -> None:
    form = VisitForm(filled(on=typed))

    box = str(form["on"])

    assert f'value="{typed}"' in box
    assert 'type="text"' in box


def test_a_date_that_can_be_read_keeps_its_picker() -> None:
    form = VisitForm(filled(on="2026-03-03"))

    box = str(form["on"])

    assert 'type="date"' in box
    assert 'value="2026-03-03"' in box


def test_a_field_that_may_be_left_empty_says_so() -> None:
    page = str(VisitForm())

    assert page.count("(optional)") == 1
    assert re.search(r"Notes <span[^>]*>\(optional\)", page)


def test_hints_and_mistakes_are_read_out_with_their_box() -> None:
    form = VisitForm(filled(title=""))

    page = str(form)

    described = re.search(r'name="title"[^>]*aria-describedby="([^"]+)"', page)
    assert described
    assert described[1].split() == ["id_title_helptext", "id_title_error"]
    assert all(f'id="{name}"' in page for name in described[1].split())


def test_every_mistake_can_be_reached_from_the_top_of_the_page() -> None:
    form = VisitForm({})

    summary = Template("{% load design %}{% error_summary form=form %}").render(Context({"form": form}))

    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_title", "id_on", "id_people", "id_mode_0"]
    assert all(f'id="{target}"' in str(form) for target in targets)


def test_a_mistake_with_no_words_of_its_own_names_its_field() -> None:
    form = VisitForm(filled(title=""))

    found = problems.on_page([form])

    assert [problem.text for problem in found] == ["What the visit is called: this needs an answer"]


def test_a_choice_carries_its_explanation() -> None:
    page = str(VisitForm())

    assert 'aria-describedby="id_mode_1_hint"' in page
    assert re.search(r'id="id_mode_1_hint">Keep the picture\.', page)


def test_a_choice_already_made_is_still_made_after_a_mistake_elsewhere() -> None:
    form = VisitForm(filled(title="", mode="drawn"))

    page = str(form)

    assert re.search(r'value="drawn"[^>]*checked', page)
    assert not re.search(r'value="said"[^>]*checked', page)


def test_a_hostile_label_hint_and_value_stay_words() -> None:
    class HostileForm(forms.Form):
        name = forms.CharField(label="<b>Name</b>", help_text="<i>Hint</i>")

    page = str(HostileForm({"name": '"><script>alert(1)</script>'}))

    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_the_rows_of_a_formset_are_named_and_their_mistakes_listed() -> None:
    rows = gallery.SampleRows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-part": "Took the notes"})

    page = str(rows)

    assert "Person 1" in page
    assert 'value="Took the notes"' in page
    assert [problem.target for problem in problems.on_page([rows])] == ["id_form-0-name"]


def test_a_form_that_is_wrong_as_a_whole_has_a_place_to_say_so() -> None:
    form = VisitForm(filled())
    form.add_error(None, "14 people came but only 12 were invited. Check both numbers.")

    summary = Template("{% load design %}{% error_summary form=form %}").render(Context({"form": form}))

    assert 'href="#form-errors"' in summary
    assert 'id="form-errors"' in str(form)


def test_fields_are_put_under_the_headings_the_form_names() -> None:
    class GroupedForm(VisitForm):
        groups = (("Who came", ["people"]), ("What was told", ["mode", "notes"]))

    page = str(GroupedForm())

    order = [
        page.index(words) for words in ('name="title"', "Who came", 'name="people"', "What was told", 'name="mode"')
    ]
    assert order == sorted(order)


def test_a_form_above_a_list_does_not_call_every_box_optional() -> None:
    page = Template("{% load design %}{% filter_bar form %}").render(Context({"form": gallery.SampleFilter()}))

    assert "(optional)" not in page
    assert 'method="get"' in page
