"""The source of the result page: structure and looks only; its words come from the phrases, its texts are escaped."""

from typing import Final

STYLE: Final = """
:root { --good: #20713a; --bad: #b3322b; --open: #8a6200; --later: #1f5a99;
  --faulty: #6d3f92; --line: #b9c0cb; --soft: #f3f5f8; }
* { box-sizing: border-box; }
body { font: 11pt/1.3 "Times New Roman", "Liberation Serif", "Noto Serif", serif; color: #14181f; margin: 0 auto;
  padding: 1.5rem; max-width: 62rem; overflow-wrap: anywhere; }
h1 { font-size: 14pt; line-height: 1.25; margin: .2rem 0 .4rem; text-align: center; }
h2 { font-size: 12pt; margin: 1rem 0 .3rem; break-after: avoid; }
h3 { font-size: 11pt; margin: .6rem 0 .1rem; break-after: avoid; }
p { margin: .15rem 0; }
header { text-align: center; }
table { border-collapse: collapse; width: 100%; }
th, td { border: .5pt solid var(--line); padding: 1.5pt 4pt; text-align: left; vertical-align: top; }
th { background: var(--soft); }
.number { text-align: right; white-space: nowrap; }
.list { font-size: 9.5pt; line-height: 1.18; }
.annex table { font-size: 9pt; line-height: 1.15; }
.list .number { width: 12mm; } .list .id { width: 17mm; } .list .name { width: 46mm; } .whole { white-space: pre-line; }
.counts { width: auto; min-width: 50%; margin: 0 auto; }
.counts + .counts { margin-top: .7rem; }
.note { font-size: 9pt; text-align: center; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.later { color: var(--later); }
.faulty { color: var(--faulty); }
.remarks { background: var(--soft); border-left: 3pt solid var(--open); padding: .3rem .7rem; margin-top: .6rem; }
.footing { font-size: 9pt; line-height: 1.2; margin-top: .8rem; }
.closing { break-inside: avoid; }
.signatures { margin-top: 1rem; }
.signatures td { border: 0; text-align: center; width: 33%; height: 30mm; }
.annex { page: across; break-before: page; }
.annex + .texts { break-before: auto; margin-top: 1rem; }
.annex th, .annex td { padding: .8pt 4pt; }
.texts .id { width: 24mm; } .texts .name { width: 60mm; }
.clauses { font-size: 9.5pt; line-height: 1.18; }
.annex td.mark, .annex th.mark { text-align: center; }
.annex .legend { font-size: 9pt; }
article { margin-top: .8rem; font-size: 10pt; line-height: 1.2; border-top: .5pt solid var(--line); }
article .context, article .tally, article .asked, article .clause, article .says { color: #3d4652; }
article .clause { font-style: italic; }
article section { margin: .15rem 0; }
article h3 { font-size: 10pt; margin: .2rem 0 0; }
article ul { margin: 0; padding-left: 5mm; }
figure { margin: 1rem 0 0; break-before: auto; }
figure svg { max-width: 100%; height: auto; }
article .partial, article .note { background: var(--soft); }
@page { size: A4; margin: 15mm 14mm; @bottom-center { content: counter(page) "/" counter(pages); font-size: 9pt; } }
@page across { size: A4 landscape; margin: 12mm 12mm; }
@media print {
  body { padding: 0; max-width: none; }
  tr, section { break-inside: avoid; }
  thead { display: table-header-group; }
  th, .remarks { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
"""
"""What pages of results and explanations look like, on screen and on A4."""

EXPLANATION: Final = (
    """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>"""
    + STYLE.replace("{", "{{").replace("}", "}}")
    + """</style>
</head>
<body>
{article}<figure>
{picture}</figure>
</body>
</html>"""
)
"""One explanation with its picture as a page of its own; title, article and picture are escaped already."""

PAGE: Final = (
    """<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>"""
    + STYLE
    + """</style>
</head>
<body>
<header id="top">
{% for heading in headings %}<p>{{ heading }}</p>
{% if loop.first %}<h1>{{ kind_heading }}<br>{{ title }}</h1>
{% endif %}{% endfor %}</header>
<h2>{{ say("result.sheet.summary") }}</h2>
<table class="counts">
<thead><tr><th>{{ status_heading }}</th><th class="number">{{ say("result.count") }}</th></tr></thead>
<tbody>
{% for kind, (_, words, count) in statuses %}<tr><td class="{{ kind }}">{{ words }}</td>
<td class="number">{{ count }}</td></tr>
{% endfor %}<tr><th>{{ say("result.total") }}</th><th class="number">{{ total }}</th></tr>
</tbody>
</table>
{% for grade in grades %}<table class="counts">
<thead><tr><th>{{ grade.title }}</th><th class="number">{{ say("result.count") }}</th></tr></thead>
<tbody>
{% for words, count in grade.rows %}<tr><td>{{ words }}</td><td class="number">{{ count }}</td></tr>
{% endfor %}</tbody>
</table>
{% if grade.note %}<p class="note">{{ grade.note }}</p>
{% endif %}{% endfor %}{% if remarks %}<div class="remarks">
{% for remark in remarks %}<p>{{ remark }}</p>
{% endfor %}</div>
{% endif %}{% for one in lists %}<h2 class="{{ one.kind }}">
{{ one.heading }}</h2>
<table class="list">
<thead><tr><th class="number">{{ say("result.row") }}</th><th class="id">{{ say("result.id") }}</th>
<th class="name">{{ say("result.name") }}</th><th>{{ say("report.line") }}</th></tr></thead>
<tbody>
{% for line in one.lines %}<tr><td class="number">{{ line.row }}</td><td>{{ printable(line.id) }}</td>
<td>{{ printable(line.name) }}</td><td>{{ line.text }}</td></tr>
{% endfor %}</tbody>
</table>
{% endfor %}{% if elsewhere %}<p>{{ say("report.annex.elsewhere", count=total) }}</p>
{% endif %}<div class="closing"><table class="signatures"><tr>
{% for place in "123" %}<td><b>{{ say("report.sign." ~ place) }}</b><br>{{ say("report.sign.how") }}</td>
{% endfor %}</tr></table>
<div class="footing"><b>{{ say("footing.title") }}</b>
{% for line in footing %}<p>{{ line }}</p>
{% endfor %}</div></div>
{% for part in parts %}<div class="annex">
<h2>{{ part.title }}</h2>
<p class="legend">{{ part.note }}</p>
{% if part.legend %}<p class="legend">{{ part.legend|join("; ") }}</p>
{% endif %}<table>
<thead><tr><th>{{ say("result.id") }}</th><th>{{ say("result.name") }}</th>
{% for heading in part.headings %}<th class="mark">{{ heading }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in part.rows %}<tr><td>{{ printable(row.id) }}</td><td>{{ printable(row.name) }}</td>
{% for mark in row.marks %}<td class="mark">{{ mark }}</td>{% endfor %}</tr>
{% endfor %}</tbody>
</table>
</div>
{% endfor %}{% if texts %}<div class="annex texts">
<h2>{{ say("report.annex.texts") }}</h2>
<table>
<thead><tr><th class="id">{{ say("result.id") }}</th><th class="name">{{ say("result.name") }}</th>
<th>{{ say("report.annex.text") }}</th></tr></thead>
<tbody>
{% for row in texts %}<tr><td>{{ printable(row.id) }}</td><td>{{ printable(row.name) }}</td>
<td class="whole">{{ row.text }}</td></tr>
{% endfor %}</tbody>
</table>
</div>
{% endif %}{% if pages is not none %}<main>
<h2>{{ say("report.full") }}</h2>
{% for page in pages %}<div class="reasons" id="row-{{ page.row }}">
{% if page.body is not none %}{{ page.body }}{% else %}<article><h2>{{ page.name }} ({{ page.id }}):
{{ page.verdict }}</h2><ul>{% for fault in page.faults %}<li>{{ fault }}</li>{% endfor %}</ul></article>
{% endif %}</div>
{% endfor %}<h2>{{ clauses_heading }}</h2>
<table class="clauses">
<thead><tr><th>{{ say("result.criterion") }}</th><th>{{ say("template.source.title") }}</th>
<th>{{ say("template.source.place") }}</th><th>{{ say("template.source.says") }}</th></tr></thead>
<tbody>
{% for cited in clauses %}<tr>{% for text in cited %}<td>{{ text }}</td>{% endfor %}</tr>
{% endfor %}</tbody>
</table>
</main>
{% endif %}</body>
</html>
"""
)
