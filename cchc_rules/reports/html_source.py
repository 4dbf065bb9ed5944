"""The source of the result page: structure and looks only; its words come from the phrases, its texts are escaped."""

from typing import Final

PAGE: Final = """<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
:root { --good: #2f8a4c; --bad: #c2413a; --open: #b07d00; --faulty: #7a4ea3; --line: #d5d9e0; --soft: #f5f7fa; }
* { box-sizing: border-box; }
body { font: 16px/1.5 "Times New Roman", "Liberation Serif", "Noto Serif", serif; color: #1c2430; margin: 0 auto;
  padding: 1.5rem; max-width: 62rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1rem 0 .2rem; }
p { margin: .2rem 0; }
a { color: #1f4e79; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
td.number, th.number { text-align: right; white-space: nowrap; }
.bar { width: 45%; }
.bar i { display: block; height: 1rem; min-width: 1px; background: currentColor; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.faulty { color: var(--faulty); }
td.verdict { font-weight: bold; }
.remarks { background: var(--soft); border-left: 4px solid var(--open); padding: .5rem 1rem; margin-top: 1.2rem; }
.page { border-top: 2px solid var(--line); margin-top: 2rem; padding-top: .5rem; }
.page h2 { margin-top: .3rem; }
.page .context, .page .tally, .page .asked, .page .clause, .page .says { color: #4b5563; }
.page .clause { font-style: italic; }
.page section.finding { border-left: 4px solid var(--line); padding-left: .8rem; margin: .8rem 0; }
.page section[data-outcome="met"] { border-color: var(--good); }
.page section[data-outcome="unmet"] { border-color: var(--bad); }
.page section[data-outcome="unknown"] { border-color: var(--open); }
.page .partial, .page .note { background: var(--soft); padding: .3rem .6rem; }
.back { font-size: .9rem; }
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  body { font-size: 12pt; padding: 0; max-width: none; }
  .page { break-before: page; border: 0; margin: 0; }
  section, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .back { display: none; }
  .bar i, th, .remarks { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
</style>
</head>
<body>
<header id="top">
<h1>{{ title }}</h1>
{% for heading in headings %}<p>{{ heading }}</p>
{% endfor %}</header>
<h2>{{ said("result.sheet.summary") }}</h2>
<table>
<thead><tr><th>{{ said("result.verdict") }}</th><th class="number">{{ said("result.count") }}</th><th></th></tr></thead>
<tbody>
{% for one in statuses %}<tr><td class="{{ one.class }}">{{ one.words }}</td><td class="number">{{ one.count }}</td>
<td class="bar {{ one.class }}">{% if one.count %}<i style="width: {{ "%.2f"|format(one.share) }}%"></i>{% endif %}</td>
</tr>
{% endfor %}<tr><th>{{ said("result.total") }}</th><th class="number">{{ total }}</th><th></th></tr>
</tbody>
</table>
{% if remarks or partial %}<div class="remarks">
{% for note in partial %}<p>{{ said("report.partial", note=note) }}</p>
{% endfor %}{% for remark in remarks %}<p>{{ remark }}</p>
{% endfor %}</div>
{% endif %}<h2>{{ said("result.candidates") }}</h2>
<table>
<thead><tr><th class="number">{{ said("result.row") }}</th><th>{{ said("result.id") }}</th>
<th>{{ said("result.name") }}</th><th>{{ said("result.verdict") }}</th></tr></thead>
<tbody>
{% for one in rows %}<tr><td class="number">{{ one.row }}</td>
<td>{% if one.told %}<a href="#{{ one.anchor }}">{{ one.id }}</a>{% else %}{{ one.id }}{% endif %}</td>
<td>{{ one.name }}</td><td class="verdict {{ one.class }}">{{ one.verdict }}</td></tr>
{% endfor %}</tbody>
</table>
<main>
{% for page in pages %}<div class="page" id="{{ page.anchor }}">
{% if page.body is not none %}{{ page.body }}{% else %}<h2>{{ page.name }} ({{ page.id }}): {{ page.verdict }}</h2>
<ul>{% for fault in page.faults %}<li>{{ fault }}</li>{% endfor %}</ul>
{% endif %}<p class="back"><a href="#top">{{ said("result.back") }}</a></p>
</div>
{% endfor %}</main>
</body>
</html>
"""
