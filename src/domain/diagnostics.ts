/** A call that failed or a connection that changed, by codes alone: no name, address, value or word of an engine. */
export interface Trouble {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Absent for a connection that changed without an error. */
  readonly code?: string
  /** The id of the saved context that it was about, if about one. */
  readonly context?: string
  /** The call that failed; absent for a connection. */
  readonly call?: string
  /** What became of the connection. */
  readonly state?: string
}

export interface DiagnosedContext {
  readonly id: string
  readonly environment: string
  readonly mode: string
  /** The kind of its endpoint. */
  readonly kind: string
  /** How many further managers it has. */
  readonly managers: number
  readonly state: string
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly slow: boolean
  readonly code?: string
  readonly engine?: { readonly version: string; readonly api: string; readonly skewMs: number }
  /** How many milliseconds the newest look at everything took to be answered. */
  readonly lookMs?: number
  readonly nodes?: number
  readonly services?: number
}

/** What whoever helps needs to know of an installation. */
export interface Diagnosis {
  readonly at: number
  readonly versions: Readonly<Record<string, string>>
  readonly contexts: readonly DiagnosedContext[]
  readonly journal: {
    readonly entries: number
    readonly versions: number
    readonly bytes: number
    readonly budget: number
    /** The first entry that does not fit, where the chain is broken. */
    readonly brokenAt?: number
  }
  /** Codes of what was found wrong with stored data at the start. */
  readonly notices: readonly string[]
  /** The newest first. */
  readonly trouble: readonly Trouble[]
}

const time = (at: number): string => new Date(at).toISOString()

/** The version that an engine says, without any words around it. */
const plain = (text: string): string => /^\d[\w.+-]{0,39}/.exec(text)?.[0] ?? 'unknown'

/**
 * The diagnosis as a text to give away, in English: contexts by number, codes and counts. It holds no name, host, path,
 * user, service, image or value.
 */
export function diagnosisText({ at, versions, contexts, journal, notices, trouble }: Diagnosis): string {
  const number = new Map(contexts.map(({ id }, place) => [id, place + 1]))
  const nameOf = (id: string) => (number.has(id) ? `context ${String(number.get(id))}` : 'a removed context')
  const contextLine = (context: DiagnosedContext): string =>
    [
      `${nameOf(context.id)} (${context.environment}, ${context.mode}, ${context.kind})`,
      ...(context.managers > 0 ? [`${String(context.managers)} further managers`] : []),
      `${context.state} since ${time(context.since)}`,
      ...(context.slow ? ['slow'] : []),
      ...(context.code === undefined ? [] : [context.code]),
      ...(context.engine
        ? [
            `engine ${plain(context.engine.version)}, API ${plain(context.engine.api)}`,
            `clock ${String(Math.round(context.engine.skewMs))} ms ahead`
          ]
        : []),
      ...(context.lookMs === undefined ? [] : [`newest look ${String(context.lookMs)} ms`]),
      ...(context.nodes === undefined ? [] : [`${String(context.nodes)} nodes`]),
      ...(context.services === undefined ? [] : [`${String(context.services)} services`])
    ].join('; ')
  const troubleLine = ({ at: when, code, context, call, state }: Trouble): string =>
    [
      time(when),
      ...(context === undefined ? [] : [nameOf(context)]),
      ...(call === undefined ? [] : [call]),
      ...(state === undefined ? [] : [state]),
      ...(code === undefined ? [] : [code])
    ].join(' ')
  const chain =
    journal.brokenAt === undefined ? 'chain intact' : `chain broken at ${String(journal.brokenAt)}`
  const part = (title: string, lines: readonly string[]) => [
    '',
    title,
    ...(lines.length === 0 ? ['none'] : lines)
  ]
  return [
    `Skep diagnostics, ${time(at)}`,
    ...part(
      'Versions',
      Object.entries(versions).map(([name, version]) => `${name} ${version}`)
    ),
    ...part('Contexts', contexts.map(contextLine)),
    ...part('Journal', [
      `${String(journal.entries)} entries, ${String(journal.versions)} versions, ${String(journal.bytes)} of ${String(journal.budget)} bytes, ${chain}`
    ]),
    ...part('Stored data', notices),
    ...part('Newest failures and changes of connections', trouble.map(troubleLine)),
    ''
  ].join('\n')
}
