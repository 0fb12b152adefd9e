"""``{% load naming %}``: numbers of people and units as names; each is asked once for a page."""

from django import template

from duongthu.desks.naming import person_name, unit_name

register = template.Library()
register.filter("person_name", person_name)
register.filter("unit_name", unit_name)
