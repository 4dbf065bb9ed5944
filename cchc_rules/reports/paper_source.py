"""The source of a paper as a page: structure and looks only; its words come from the phrases, its texts are escaped."""

from typing import Final

from cchc_rules.reports.html_source import STYLE

_LOOKS: Final = """
.letterhead td { border: 0; text-align: center; width: 50%; }
.letterhead td:first-child { width: 45%; }
.rows { font-size: 10.5pt; line-height: 1.2; margin: .2rem 0 .5rem; }
.rows { table-layout: fixed; }
.rows .number { text-align: center; }
.signatures td { width: auto; }
"""

PAPER: Final = (
    """<!DOCTYPE html>
<html lang="{{ paper.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ paper.title }}</title>
<style>"""
    + STYLE
    + _LOOKS
    + """</style>
</head>
<body>
{% if paper.issuer %}<table class="letterhead"><tr>
<td><b>{{ paper.issuer|upper }}</b><br>{{ say("paper.number") }}</td>
<td><b>{{ say("paper.state") }}</b><br><b>{{ say("paper.motto") }}</b><br><i>{{ say("paper.place") }}</i></td>
</tr></table>
{% endif %}<header>
<h1>{{ paper.title }}</h1>
{% for line in paper.subtitles %}<p>{{ line }}</p>
{% endfor %}</header>
{% for block in paper.blocks %}{% if block.heads is not defined %}{% if block.heading %}<h2>{{ block.text }}</h2>
{% else %}<p>{{ block.text }}</p>
{% endif %}{% else %}<table class="rows">
<colgroup>{% for width in block.widths %}<col width="{{ (width * 100 / 182)|round(1) }}%">{% endfor %}</colgroup>
<thead><tr>{% for head in block.heads %}<th{% if loop.first %} class="number"{% endif %}>{{ head }}</th>{% endfor %}
</tr></thead>
<tbody>
{% for row in block.rows %}<tr>{% for text in row %}<td{% if loop.first %} class="number"{% endif
%}>{{ printable(text) if text else "" }}</td>{% endfor %}</tr>
{% endfor %}</tbody>
</table>
{% endif %}{% endfor %}<div class="closing">{% if paper.signatures %}<table class="signatures"><tr>
{% for place in paper.signatures %}<td><b>{{ place }}</b><br>{{ say("report.sign.how") }}</td>
{% endfor %}</tr></table>
{% endif %}<div class="footing"><b>{{ say("footing.title") }}</b>
{% for line in paper.footing %}<p>{{ line }}</p>
{% endfor %}</div></div>
</body>
</html>
"""
)
"""One paper as a page to print on A4; nothing is loaded from elsewhere."""
