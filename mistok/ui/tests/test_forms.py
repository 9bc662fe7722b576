from django import forms
from django.utils.translation import override


class Ask(forms.Form):
    email = forms.EmailField(
        label="Пошта", help_text="Для відповіді", widget=forms.EmailInput(attrs={"placeholder": "a@b.ua"})
    )
    how = forms.ChoiceField(
        label="Як", choices=[("1", "Листом"), ("2", "Телефоном")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Нотатка", required=False)
    agreed = forms.BooleanField(label="Згода")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_label_hint_and_control_are_tied():
    html = str(Ask())
    assert '<label class="field-label" for="id_email">' in html
    assert 'id="id_email_helptext"' in html
    assert 'aria-describedby="id_email_helptext"' in html
    assert "placeholder" not in html
    assert html.count('type="hidden"') == 1
    assert "data-errors" not in html


def test_several_answers_stand_in_a_fieldset_with_a_legend():
    html = str(Ask())
    assert html.count("<fieldset") == html.count("<legend") == 1


def test_only_what_may_be_left_out_says_so():
    with override("uk"):
        assert str(Ask()).count("(не обов’язково)") == 1


def test_errors_are_listed_on_top_and_lead_to_their_controls():
    with override("uk"):
        html = str(Ask({"email": "олена"}))
    assert html.index("data-errors") < html.index('id="id_email"')
    for control in ("id_email", "id_how_0", "id_agreed"):
        assert f'href="#{control}"' in html
        assert f'id="{control}"' in html
    assert 'value="олена"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert "Заповніть це поле." in html


def test_an_error_of_the_whole_form_is_listed_once():
    form = Ask({})
    form.add_error(None, "Такий запис уже є")
    assert str(form).count("Такий запис уже є") == 1


def test_one_field_is_drawn_alone():
    html = Ask()["note"].as_field_group()
    assert html.count("<input") == 1
    assert 'class="field"' in html
