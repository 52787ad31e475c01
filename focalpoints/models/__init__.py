"""Focal points, the appointments they hold, and the steps of parties in the network."""

from .appointments import Appointment
from .counts import NetworkCount, Qualifier
from .persons import ContactDetail, FocalPoint
from .steps import Step

__all__ = ["Appointment", "ContactDetail", "FocalPoint", "NetworkCount", "Qualifier", "Step"]
