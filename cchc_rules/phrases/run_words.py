"""Runs of years in words: what is asked, how many there are, where they break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "name.run": ("số năm liên tục đến {last} có {body}", "years in a row up to {last} where {body}"),
    "state.run.>=": (
        "từ {least} năm liên tục trở lên đến {last} có {body}",
        "{least} years in a row or more up to {last} where {body}",
    ),
    "state.run.>": (
        "trên {least} năm liên tục đến {last} có {body}",
        "more than {least} years in a row up to {last} where {body}",
    ),
    "state.not-run.>=": (
        "không đủ {least} năm liên tục đến {last} có {body}",
        "fewer than {least} years in a row up to {last} where {body}",
    ),
    "state.not-run.>": (
        "không quá {least} năm liên tục đến {last} có {body}",
        "at most {least} years in a row up to {last} where {body}",
    ),
    "required.run.>=": ("từ {least} năm trở lên có {body}", "a run of at least {least} where {body}"),
    "required.run.>": ("trên {least} năm có {body}", "a run of more than {least} where {body}"),
    "required.not-run.>=": ("dưới {least} năm có {body}", "no run of {least} where {body}"),
    "required.not-run.>": ("không quá {least} năm có {body}", "a run of at most {least} where {body}"),
    "why.run": (
        "liên tục đến {last}: {found}; yêu cầu {required}",
        "in a row up to {last}: {found}; required: {required}",
    ),
    "why.run.met": (
        "liên tục đến {last}: {found}, đáp ứng yêu cầu {required}",
        "in a row up to {last}: {found}, meets the requirement: {required}",
    ),
    "why.run.unknown": (
        "liên tục đến {last}: {found}; yêu cầu {required}",
        "in a row up to {last}: {found}; required: {required}",
    ),
    "why.run.no-end": (
        "liên tục đến năm {last}: yêu cầu {required}",
        "in a row up to the year {last}: required: {required}",
    ),
    "why.run.met.no-end": (
        "liên tục đến năm {last}: đáp ứng yêu cầu {required}",
        "in a row up to the year {last}: meets the requirement: {required}",
    ),
    "why.run.unknown.no-end": (
        "chưa rõ năm cuối để tính liên tục ({last}); yêu cầu {required}",
        "the last year of the run is not known ({last}); required: {required}",
    ),
    "run.none": ("0 năm", "0 years"),
    "run.held": ("{number} năm ({years})", "{number} years ({years})"),
    "run.held-one": ("{number} năm ({years})", "{number} year ({years})"),
    "run.span": ("từ {first} đến {last}", "{first} to {last}"),
    "run.ended": ("{held}; {end}", "{held}; {end}"),
    "run.broken": ("đứt ở {year}", "broken in {year}"),
    "run.open": ("chưa rõ {years}", "not known: {years}"),
    "run.left-out": ("{year} (không ghi)", "{year} (not listed)"),
}
