import { lifetimeOf, storyOf, type Dossier } from '../../../../domain/dossier'
import { unfitNodes, type Reason } from '../../../../domain/reason'
import type { Language } from '../../../../shared/contract'
import { dossierTexts } from '../../../../shared/messages/dossier'
import type { Messages } from '../../messages/en'
import { fullTime, lasting } from '../../ui/time'
import { plainText } from '../../state/plain-text'

/** A failure in plain words. */
export interface Told {
  /** “In 3 of 6 slots new tasks stop right after starting, exit code 1.” */
  readonly sentence: string
  /** The line of the log that most likely says why. */
  readonly line: string | undefined
  /** Why each kind of node takes no task, where that is the cause. */
  readonly unfit: string | undefined
  readonly todo: string
  /** Further causes, each with the engine's own words. */
  readonly others: readonly { readonly sentence: string; readonly error: string }[]
}

/** Milliseconds from being made to the end below which a task never came to work. */
const atStart = 10_000
/** A line of a log that is quoted; longer ones are cut. */
const longestQuote = 240

/** What a dossier says, first things first. */
export function toldOf(dossier: Dossier, t: Messages, language: Language): Told {
  const words = dossierTexts[language]
  const { reason, failing, of, line } = storyOf(dossier)
  const lifetime = lifetimeOf(dossier.tasks)
  const does = (about: Reason) =>
    words.does[about.code]({
      reason: about,
      ...(lifetime === undefined ? {} : { lasts: lasting(lifetime, language) }),
      atStart: lifetime !== undefined && lifetime <= atStart,
      outOfMemory: dossier.health?.outOfMemory ?? false
    })
  const nodes = dossier.tasks.length > 0 && dossier.tasks.every(({ slot }) => slot === undefined)
  const unfit = reason ? unfitNodes(reason.error) : []
  const quote = line === undefined ? undefined : plainText(line)
  return {
    sentence: reason ? t.dossier.sentence(failing, of, nodes, does(reason)) : t.dossier.unclear,
    line: quote && quote.length > longestQuote ? `${quote.slice(0, longestQuote)} …` : quote,
    unfit:
      unfit.length > 0
        ? unfit.map(({ code, nodes: count }) => words.unfit(code, count)).join('; ')
        : undefined,
    todo: words.todo[reason?.code ?? 'other'](reason ?? (noReason as Reason)),
    others: dossier.reasons
      .slice(1, 6)
      .map((other) => ({ sentence: t.dossier.other(other.tasks, does(other)), error: other.error }))
  }
}

const noReason: Pick<Reason, 'code'> = { code: 'other' }

/** The whole dossier as text, to be pasted into a ticket. */
export function dossierText(dossier: Dossier, t: Messages, language: Language): string {
  const words = t.dossier
  const { sentence, line, unfit, todo, others } = toldOf(dossier, t, language)
  const time = (at: number) => fullTime(at, language)
  const part = (title: string, lines: readonly string[]) => (lines.length > 0 ? ['', title, ...lines] : [])
  const logs = dossier.logs.flatMap((log) =>
    part(words.log(log.lines.length, log.task.slice(0, 10)), [
      ...(log.missing ? [words.noLog[log.missing]] : []),
      ...log.lines.map(({ at, stream, text }) => `${at} ${stream} ${plainText(text)}`)
    ])
  )
  return [
    `${dossier.name}: ${words.title} (${t.version(dossier.number)}, ${dossier.image})`,
    sentence,
    ...(line === undefined ? [] : [`${words.says} ${line}`]),
    ...(unfit === undefined ? [] : [unfit]),
    ...others.map((other) => `${other.sentence} ${other.error}`),
    `${words.next} ${todo}`,
    ...part(
      words.tasks(dossier.failed),
      dossier.tasks.map((task) =>
        [
          task.slot === undefined ? '' : `${t.tasks.slot} ${task.slot}`,
          task.node ?? '',
          task.id,
          task.state,
          time(task.at),
          task.error ?? '',
          task.exitCode === undefined ? '' : t.tasks.exit(task.exitCode)
        ]
          .filter((one) => one !== '')
          .join(' · ')
      )
    ),
    ...logs,
    ...part(
      words.health,
      (dossier.health?.checks ?? []).map(
        ({ at, exitCode, output }) => `${at} ${t.tasks.exit(exitCode)} ${plainText(output.trim())}`
      )
    ),
    ...part(words.policy, [
      t.policy.sentence(dossier.policy),
      ...timings(dossier, t, language).map(([name, value]) => `${name}: ${value}`)
    ]),
    ''
  ].join('\n')
}

/** When what happened, and how it ended, by name. */
export function timings(
  dossier: Dossier,
  t: Messages,
  language: Language
): readonly (readonly [string, string])[] {
  const { timing } = t.dossier
  const lifetime = lifetimeOf(dossier.tasks)
  return [
    [timing.began, fullTime(dossier.startedAt, language)],
    [timing.first, fullTime(dossier.takenAt, language)],
    [timing.last, fullTime(Math.max(dossier.takenAt, ...dossier.tasks.map(({ at }) => at)), language)],
    ...(lifetime === undefined ? [] : [[timing.lifetime, lasting(lifetime, language)] as const]),
    ...(dossier.outcome === undefined ? [] : [[timing.outcome, t.state[dossier.outcome]] as const])
  ]
}
