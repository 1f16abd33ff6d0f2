"""Controls a machine could look at in principle, and why none does here. For `docs/probes.md`, with the way by hand."""

from __future__ import annotations

_FORMS = (
    "Reading lead forms needs a right that also opens what women wrote into them; we do not ask for it. "
    "The register of forms holds what you see there."
)
_GREETING = (
    "The API reference this house is built on does not give what a page answers by itself (`messenger_profile`). "
    "A message sent as a test shows what a woman would see."
)
WHY_BY_HAND = {
    "SEC-04": "No network lets a program search it for names like yours; who stands behind one a person has to see.",
    "SEC-11": "The rule belongs to the portfolio, not to the page (`two_factor_type`): reading portfolios needs a "
    "right of its own that the documented API of a page does not bring.",
    "SEC-28": "The API reference this house is built on does not list the partners of a page (`agencies`).",
    "SEC-39": "Whether a name under a post is a colleague's, and whether she agreed, no program knows. One that "
    "collected such names would write the list nobody should have.",
    "SEC-40": "No network lets a program search it, and a search by picture would send your logo to a third party.",
    "SEC-42": "Ad accounts need a right of their own. We do not ask for it: who cannot see your money cannot spend it.",
    "CTL-06": "Rules for comments stand in a post, a picture, a tab or on the website; no field of a network has them.",
    "CTL-16": _GREETING,
    "CTL-21": "Fields are there or not; whether a number is still yours only the person knows who answers it.",
    "CTL-22": _FORMS,
    "CTL-23": _FORMS,
    "CTL-24": _FORMS,
    "CTL-32": _GREETING,
    "VIS-05": "No network says that a name is free except to whoever is about to take it.",
    "VIS-11": "The API reference this house is built on does not give the button of a page (`call_to_actions`), and "
    "whether it leads to you a finger tells faster.",
    "VIS-14": "Whether a place that is shown leads to somebody who hides, no program may decide.",
    "VIS-15": "That this is no emergency service has to be read, and the number has to be called.",
    "VIS-22": "The audit reads no comments: women write there what nobody else should read. You look at twenty.",
    "VIS-24": "The networks do not say whether a film has captions, nor whether they are right.",
    "VIS-37": "What others wrote can be read; whether reviews are off on purpose, and who looks at them, cannot.",
    "VIS-43": "Whether a journalist finds it with one tap a person sees who looks for it.",
}
