"""What staff write when they ask for a decision about a focal point."""

from django import forms

from .models import ProtectionDecision


class AskToLiftForm(forms.ModelForm):
    class Meta:
        model = ProtectionDecision
        fields = ["reason"]
