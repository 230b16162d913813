import { runInNewContext } from 'node:vm'
import { SkepError, type ErrorCode } from '../../domain/error'
import type { Gates, HttpGate, LogGate } from '../../domain/gates'
import { nanoseconds } from '../../domain/policy'
import type { GateName } from '../../domain/step'
import type { GateCheck, GatesState, GatesView, LogLine } from '../../shared/contract'
import type { Probe } from './ports'

/** What the gates look at in one look at the cluster. */
export interface GateSight {
  /** This machine's clock, milliseconds since the epoch. */
  readonly now: number
  /** Whether every slot that was let go runs its new task. */
  readonly there: boolean
  /** Tasks of the new spec that are wanted, and those that ended by themselves. */
  readonly tasks: readonly string[]
  readonly ended: readonly string[]
  /** The newest lines of every task. */
  readonly logs: () => Promise<readonly LogLine[]>
}

/** What the gates came to; said once. */
export type GateWord = { readonly kind: 'passed' } | { readonly kind: 'breached'; readonly gate: GateName }

/** Watches one held step. */
export interface GateWatch {
  readonly gates: Gates
  look(sight: GateSight): GateWord | undefined
  view(): GatesView
  /** A step that should have followed was not taken. */
  stop(error: unknown): void
}

interface GateWatchOptions {
  readonly gates: Gates
  readonly probe: Probe
  /** Whether a person has to say first that it may go on: Skep was not there when the step was sent. */
  readonly asks: boolean
  readonly breached?: GateName | undefined
}

/** Milliseconds between two questions to the address, and between two looks at the logs. */
const every = 3_000
/** A look later than this after the one before was no watching, so the time begins anew. Milliseconds. */
const gap = 15_000
/** An address may fail twice in a row before that is a breach: one lost packet is none. */
const patience = 3

/**
 * Judges a held step: what is bad breaches at once (an address: the third time in a row), and all gates must be good when
 * the time is over. Where nobody watched for longer than that time, nothing follows by itself until a person says so.
 */
export function createGateWatch(options: GateWatchOptions): GateWatch {
  const { gates, probe } = options
  const bake = nanoseconds(gates.bake) / 1e6
  let state: GatesState = options.breached ? 'breached' : options.asks ? 'asks' : 'waiting'
  let breached = options.breached
  let code: ErrorCode | undefined
  let since: number | undefined
  let last: number | undefined
  let asked = -Infinity
  const checks = new Map<GateName, GateCheck>([['restarts', { gate: 'restarts' }]])
  if (gates.http) checks.set('http', { gate: 'http' })
  if (gates.log) checks.set('log', { gate: 'log' })
  const ended = new Set<string>()
  /** Tasks whose log had the pattern. */
  const said = new Set<string>()

  async function probeHttp(http: HttpGate, now: number): Promise<void> {
    const result = await ask(http, probe)
    const failures = (checks.get('http')?.failures ?? 0) + 1
    checks.set('http', { gate: 'http', at: now, ...result, ...(result.ok ? {} : { failures }) })
  }

  async function readLogs(log: LogGate, { now, tasks, logs }: GateSight): Promise<void> {
    const result = await search(log, tasks, logs, said)
    checks.set('log', { gate: 'log', at: now, ...result })
  }

  /** The gate that is breached now, whatever the time. */
  function broken(): GateName | undefined {
    if (ended.size > (gates.restarts ?? 0)) return 'restarts'
    if ((checks.get('http')?.failures ?? 0) >= patience) return 'http'
    return gates.log?.must === 'not-appear' && said.size > 0 ? 'log' : undefined
  }

  function breach(gate: GateName): GateWord {
    state = 'breached'
    breached = gate
    return { kind: 'breached', gate }
  }

  return {
    gates,
    look(sight) {
      const { now, there } = sight
      const away = last === undefined ? 0 : now - last
      last = now
      for (const task of sight.ended) ended.add(task)
      const ok = ended.size <= (gates.restarts ?? 0)
      checks.set('restarts', { gate: 'restarts', ok, at: now, count: ended.size })
      if (state === 'breached' || state === 'stopped' || state === 'passed') return undefined
      if (away > Math.max(bake, gap)) state = 'asks'
      else if (away > gap) since = undefined
      if (now - asked >= every) {
        asked = now
        if (gates.http && there) void probeHttp(gates.http, now)
        if (gates.log) void readLogs(gates.log, sight)
      }
      if (state === 'asks') return undefined
      const gate = broken()
      if (gate) return breach(gate)
      if (!there) {
        state = 'waiting'
        since = undefined
        return undefined
      }
      since ??= now
      state = 'baking'
      if (now - since < bake) return undefined
      const log = checks.get('log')
      if (log?.ok === false && log.count !== undefined) return breach('log')
      // Without a good result there is nothing to go on by; the next one may be.
      if ([...checks.values()].some((check) => check.ok !== true)) return undefined
      state = 'passed'
      return { kind: 'passed' }
    },
    view: () => ({
      gates,
      state,
      ...(state === 'baking' && since !== undefined ? { until: since + bake } : {}),
      checks: [...checks.values()],
      ...(breached ? { breached } : {}),
      ...(code ? { code } : {})
    }),
    stop(error) {
      state = 'stopped'
      code = error instanceof SkepError ? error.code : 'internal'
    }
  }
}

type Found = Omit<GateCheck, 'gate' | 'at'>

async function ask(http: HttpGate, probe: Probe): Promise<Found> {
  try {
    const { status, body } = await probe(http.url, nanoseconds(http.timeout) / 1e6)
    const good = http.status === undefined ? status >= 200 && status < 300 : status === http.status
    const there = http.body === undefined ? 1 : matches(http.body, [body])
    return {
      ok: good && there === 1,
      count: status,
      ...(there === 1 ? {} : { pattern: there === undefined ? 'too-slow' : 'missing' })
    }
  } catch (error) {
    return { ok: false, code: error instanceof SkepError ? error.code : 'internal' }
  }
}

async function search(
  log: LogGate,
  tasks: readonly string[],
  logs: GateSight['logs'],
  said: Set<string>
): Promise<Found> {
  try {
    const lines = await logs()
    for (const task of tasks) {
      if (said.has(task)) continue
      const own = lines.filter((line) => line.task === task).map((line) => line.text)
      const count = matches(log.pattern, own)
      if (count === undefined) return { ok: false, pattern: 'too-slow' }
      if (count > 0) said.add(task)
    }
    const count = tasks.filter((task) => said.has(task)).length
    return { ok: log.must === 'appear' ? count === tasks.length : said.size === 0, count, of: tasks.length }
  } catch (error) {
    return { ok: false, code: error instanceof SkepError ? error.code : 'internal' }
  }
}

/** Milliseconds that looking for a person's pattern may take: some patterns never end. */
const patternTime = 200

/** How many of these texts from outside have a person's pattern; undefined when the search does not end in time. */
export function matches(pattern: string, texts: readonly string[]): number | undefined {
  const code = '{ const re = new RegExp(pattern, "u"); texts.filter((text) => re.test(text)).length }'
  try {
    return Number(runInNewContext(code, { pattern, texts: [...texts] }, { timeout: patternTime }))
  } catch {
    return undefined
  }
}
