"""What participants, meetings, statements and all that is known of them are called in brat."""

from __future__ import annotations

from collections.abc import Mapping

from communique.exchange.items import FIELDS, Kind

__all__ = ["BACK", "CONFIGURATION", "EVENTS", "FLAGS", "MARKS", "ROLES"]

EVENTS: Mapping[Kind, str] = {
    "participant": "Participant",
    "meeting": "Meeting",
    "statement": "Attribution",
}
ROLES: Mapping[tuple[Kind, str], str] = {
    **{(kind, role): role.capitalize() for kind, roles in FIELDS.items() for role in roles},
    ("participant", "mention"): "Mention",
    ("meeting", "evidence"): "Evidence",
    ("statement", "content"): "Content",
    ("statement", "speaker_mention"): "Source",
}
BACK = {(EVENTS[kind], name): role for (kind, role), name in ROLES.items()}
FLAGS: Mapping[str, bool] = {"nested": False, "core": True, "optional": False}
"""What they are where nothing is said; the attribute says that it is otherwise."""
MARKS = {"nested": "Nested", "core": "Arguable", "optional": "Optional"}
CONFIGURATION = """\
[entities]
Discard
Content
Source
Cue
Mention
Title
Country
Organization
Evidence
Kind
Date
Place
Organizer

[relations]
<OVERLAP>	Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Participant	Mention*:Mention, Title*:Title, Country*:Country, Organization*:Organization
Meeting	Evidence*:Evidence, Kind*:Kind, Date*:Date, Place*:Place, Organizer*:Organizer, \
Participant*:Participant
Attribution	Content:Content, Source?:Source, Cue?:Cue

[attributes]
Kind	Arg:Attribution, Value:direct|mixed|indirect
Held	Arg:Meeting, Value:call|video_call|bilateral_meeting|multilateral_meeting|summit|other
Nested	Arg:Attribution
Arguable	Arg:Attribution
Optional	Arg:Participant
"""
