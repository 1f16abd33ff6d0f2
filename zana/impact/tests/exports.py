"""Synthetic exports in the shapes the networks give."""

import csv
import io


def columns(names):
    return names.split("|")


FB_31 = columns(
    "Post ID|Page ID|Page name|Title|Description|Duration (sec)|Publish time|Caption type|Permalink|"
    "Is crosspost|Is share|Post type|Languages|Custom labels|Funded content status|Data comment|Date|Views|"
    "Reach|Reactions, Comments and Shares|Reactions|Comments|Shares|Total clicks|Link Clicks|Other Clicks|"
    "Matched Audience Targeting Consumption (Photo Click)|Seconds viewed|Average Seconds viewed|"
    "Estimated earnings (USD)|Ad impressions"
)
FB_38 = [
    *FB_31[:24], "Views", "Reach from Organic posts", "Reach from Boosted posts", "3-second video views",
    "1-minute video views", "3-Second viewers", "1-minute viewers",
    "3-second video views from Boosted posts", "3-second video views from Organic posts",
    "Negative feedback from users", "Unique negative feedback from users", "Other Clicks",
    "Matched Audience Targeting Consumption (Photo Click)", "Link Clicks",
]  # fmt: skip
IG = columns(
    "Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink|"
    "Post type|Data comment|Date|Views|Reach|Likes|Shares|Comments|Saves|Follows"
)
X = columns(
    "Post id|Date|Post text|Post Link|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Replies|"
    "Reposts|Profile visits|Detail Expands|URL Clicks|Hashtag Clicks|Permalink Clicks"
)

PAGE = "100000000000027"
POST = "122158000000000117"


def fb_row(post_id=POST, **values):
    usual = {
        "Post ID": post_id,
        "Page ID": PAGE,
        "Page name": "Drita",
        "Title": "",
        "Description": "Dera jonë është e hapur",
        "Publish time": "11/02/2026 18:30",
        "Permalink": f"https://www.facebook.example/{post_id}",
        "Post type": "Photos",
        "Date": "Lifetime",
        "Views": "1,234",
        "Reach": "987",
        "Reactions": "40",
        "Comments": "3",
        "Shares": "0",
        "Total clicks": "",
    }
    return usual | values


def ig_row(post_id="18000000000000123", **values):
    usual = {
        "Post ID": post_id,
        "Account ID": "17841400000000027",
        "Account username": "drita.example",
        "Description": "Hapi i parë",
        "Publish time": "11/03/2026 09:05",
        "Permalink": "https://www.instagram.example/p/abc/",
        "Date": "Lifetime",
        "Reach": "1,050",
        "Likes": "12",
        "Saves": "4",
    }
    return usual | values


def x_row(post_id="1990000000000000123", **values):
    usual = {
        "Post id": post_id,
        "Date": "Tue, Jul 14, 2026",
        "Post text": "Sot, në orën 18",
        "Post Link": f"https://x.example/drita/status/{post_id}",
        "Impressions": "1,234",
        "Likes": "5",
        "Replies": "0",
    }
    return usual | values


def as_csv(header, rows, *, encoding="utf-8-sig", delimiter=",", newline="\n"):
    """Rows as dicts; where a heading stands twice, a list gives its values in order."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerow(header)
    for row in rows:
        left = {name: list(v) if isinstance(v, list) else [v] for name, v in row.items()}
        writer.writerow([left[name].pop(0) if left.get(name) else "" for name in header])
    return out.getvalue().encode(encoding)


def as_daily(title, days, *, encoding="utf-16"):
    lines = ["sep=,", f'"{title}"', '"Date","Primary"', *[f'"{day}","{value}"' for day, value in days]]
    return ("\n".join(lines) + "\n").encode(encoding)
