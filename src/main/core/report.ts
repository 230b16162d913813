import { createHash } from 'node:crypto'
import { isObject, textAt, type Json } from '../../domain/json'
import { maskedText } from '../../domain/mask'
import type { SpecChange } from '../../domain/spec-diff'
import type { AuditLine, Language } from '../../shared/contract'
import { auditTexts, type AuditTexts } from '../../shared/messages/audit'
import type { ExportData } from './export'
import type { IncidentVersion } from './incident'

const style = `
:root { color-scheme: light; font: 13px/1.5 system-ui, sans-serif; color: #17181a; }
body { max-width: 960px; margin: 0 auto; padding: 28px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #dcdcd8; }
h3 { font-size: 14px; margin: 18px 0 4px; }
h4 { font-size: 12px; margin: 10px 0 2px; color: #4d5055; }
p { margin: 2px 0; }
.quiet { color: #4d5055; }
.bad { color: #b3261e; font-weight: 600; }
code, pre { font: 11.5px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 11px; color: #4d5055; }
th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid #ececea; vertical-align: top; overflow-wrap: anywhere; }
td.time { white-space: nowrap; }
ul { margin: 2px 0; padding-left: 18px; }
del { color: #62666b; } ins { text-decoration: none; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 2px 0 2px 12px; }
dt { color: #4d5055; } dd { margin: 0; overflow-wrap: anywhere; }
article { break-inside: avoid-page; }
@page { margin: 16mm; }
`

const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`

/** What outside text becomes in the report: inert, isolated from the direction of what is around it, without secrets. */
const inert = (text: string): string =>
  `<bdi>${maskedText(text).replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`)}</bdi>`

/**
 * A readable report as one HTML file: no script, nothing loaded from anywhere, and a policy inside of it that allows
 * neither. Every text goes through the masking for files.
 */
export function reportOf(data: ExportData, language: Language): string {
  const t = auditTexts[language]
  const { incident, chain } = data
  const title = incident ? t.incident(incident.name) : t.audit(data.context)
  const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`
  const about = [
    incident ? t.range(incident.from, incident.to) : '',
    data.context ?? '',
    data.cluster === undefined ? '' : t.cluster(data.cluster)
  ].filter((part) => part !== '')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${inert(title).replace(/<\/?bdi>/g, '')}</title>
<style>${style}</style>
</head>
<body>
<h1>${inert(title)}</h1>
<p class="quiet">${about.map(inert).join(' · ')}</p>
<p class="quiet">${inert(t.made(`${when(data.at, language)} UTC`, data.user, data.version))} ${inert(t.utc)} ${inert(t.masked)}</p>
<p class="${chain.brokenAt === undefined ? 'quiet' : 'bad'}">${inert(chain.brokenAt === undefined ? t.chainHolds : t.chainBroken(chain.brokenAt))}</p>
<p><code>${inert(chain.head ? t.head(chain.head.seq, chain.head.hash) : t.emptyJournal)}</code></p>
<h2>${inert(t.timeline)}</h2>
${timeline(data.rows, t, language)}
${incident ? `<h2>${inert(t.versions)}</h2>\n${incident.versions.map((one) => versionPart(one, t, language)).join('\n')}` : ''}
</body>
</html>
`
}

const when = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: 'UTC'
  }).format(at)

function timeline(rows: readonly AuditLine[], t: AuditTexts, language: Language): string {
  if (rows.length === 0) return `<p class="quiet">${inert(t.noRows)}</p>`
  const heads = [t.columns.time, t.columns.who, t.columns.what, t.columns.where, t.columns.outcome]
  const lines = rows.map((row) => {
    const who = row.user === undefined ? t.by[row.by] : `${row.user} (${t.by[row.by]})`
    const where = [row.stack ?? row.serviceName, row.context ?? row.cluster].filter((part) => part !== '')
    const outcome = row.outcome === undefined ? '' : (t.outcome[row.outcome] ?? row.outcome)
    const plan = row.plan === undefined ? '' : `<br><code>${inert(row.plan.slice(0, 16))}</code>`
    return `<tr><td class="time">${inert(when(row.at, language))}</td><td>${inert(who)}</td><td>${inert(t.what(row))}${plan}</td><td>${where.map(inert).join('<br>')}</td><td>${inert(outcome)}</td></tr>`
  })
  return `<table><thead><tr>${heads.map((head) => `<th scope="col">${inert(head)}</th>`).join('')}</tr></thead><tbody>
${lines.join('\n')}
</tbody></table>`
}

function versionPart(one: IncidentVersion, t: AuditTexts, language: Language): string {
  const { version, outcome, changes, evidence, note } = one
  const line = [
    when(version.at, language),
    t.by[version.by],
    t.outcome[outcome] ?? outcome,
    version.restores === undefined ? '' : t.restores(version.restores)
  ].filter((part) => part !== '')
  const image = version.digest === undefined ? version.image : `${version.image}@${version.digest}`
  const written = note === undefined ? [] : [textAt(note, 'title'), textAt(note, 'text')].filter(Boolean)
  return `<article>
<h3>${inert(t.versionTitle(version.number))}</h3>
<p><code>${inert(image)}</code></p>
<p class="quiet">${line.map(inert).join(' · ')}</p>
${written.length > 0 ? `<h4>${inert(t.noteTitle)}</h4><p>${written.map((text) => inert(text ?? '')).join('<br>')}</p>` : ''}
<h4>${inert(t.changes)}</h4>
${changes.length === 0 ? `<p class="quiet">${inert(t.noChanges)}</p>` : `<ul>${changes.map(changeLine).join('')}</ul>`}
${evidence.length > 0 ? `<h4>${inert(t.evidence)}</h4>\n${evidence.map((body) => tree(body)).join('\n')}` : ''}
</article>`
}

function changeLine({ field, key, kind, before, after }: SpecChange): string {
  const sign = { add: '+', remove: '−', change: '~' }[kind]
  const values = [
    before === undefined ? '' : `<del>${inert(before)}</del>`,
    after === undefined ? '' : `<ins>${inert(after)}</ins>`
  ].filter((part) => part !== '')
  return `<li>${sign} ${inert(key === undefined ? field : `${field} ${key}`)}: <code>${values.join(' → ')}</code></li>`
}

/** What the journal kept of a version, whatever its shape, as nested lists. */
function tree(value: Json): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '–'
    return `<ul>${value.map((item: Json) => `<li>${tree(item)}</li>`).join('')}</ul>`
  }
  if (isObject(value)) {
    const members = Object.entries(value).filter(
      ([key, item]) => !['service', 'number'].includes(key) && !(Array.isArray(item) && item.length === 0)
    )
    return `<dl>${members.map(([key, item]) => `<dt>${inert(key)}</dt><dd>${tree(shownTime(key, item))}</dd>`).join('')}</dl>`
  }
  const text = value === null ? '–' : String(value)
  return text.includes('\n') ? `<pre>${inert(text)}</pre>` : inert(text)
}

/** A time of the journal as people read it. */
const shownTime = (key: string, value: Json): Json =>
  typeof value === 'number' && /(^at|At|since)$/.test(key) && value > 1e12
    ? new Date(value).toISOString()
    : value
