import { dossierTask, tailOf, type Dossier, type DossierHealth, type DossierTask } from '../../domain/dossier'
import { SkepError } from '../../domain/error'
import { listAt } from '../../domain/json'
import { looksSecret, maskedText } from '../../domain/mask'
import type { Node } from '../../domain/node'
import { causeOf, isTrouble, reasonsOf, type Reason } from '../../domain/reason'
import type { Rollout } from '../../domain/rollout'
import { splitImage, type Service } from '../../domain/service'
import { isCurrent, type Task } from '../../domain/task'
import type { Clock } from './clock'
import type { History } from './history'
import type { Engine, EngineInfo, Journal } from './ports'

/** Keeps why updates fail: from the first failing task on, because the engine forgets tasks within seconds. */
export interface Dossiers {
  /** Takes what a look at a failing service shows; its logs are read meanwhile. */
  look(seen: Seen): void
  get(service: string, number: number): Dossier | undefined
  /** Resolves when everything that was asked for is written; for the end of a connection. */
  settled(): Promise<void>
}

export interface Seen {
  readonly service: Service
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  readonly rollout: Rollout
}

interface Open {
  dossier: Dossier
  readonly tasks: Map<string, DossierTask>
  readonly reasons: Map<string, Reason>
  /** How often the log was asked for, by cause and by task. */
  readonly asked: Map<string, number>
  stored: string
  storedAt: number
}

/** What a dossier holds at most, so that a crash loop of a thousand slots stays readable. */
const mostTasks = 50
const mostLogs = 3
/** How often a log is asked for, from one task after the other, before it counts as unreadable. */
const mostTries = 3
const tail = 200
/** Milliseconds between two entries of one dossier in the journal while nothing decisive happens. */
const storeEvery = 10_000
/** Entries of one dossier after which only its end is still written. */
const mostEntries = 12

interface DossiersDeps {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly journal: Journal
  readonly history: History
  readonly clock: Clock
  readonly changed: (service: string) => void
}

/** Dossiers of one connection; what an earlier one began is gone on with from the journal. */
export function createDossiers({ engine, info, journal, history, clock, changed }: DossiersDeps): Dossiers {
  const open = new Map<string, Open>()
  const entries = new Map<string, number>()
  const reading = new Set<Promise<void>>()
  const { cluster } = info

  const stored = (service: string, number: number): Dossier | undefined =>
    journal
      .entries({ cluster, service, kinds: ['dossier'] })
      .map(({ body }) => body as unknown as Dossier)
      .findLast((dossier) => dossier.number === number)

  const get = (service: string, number: number): Dossier | undefined =>
    open.get(`${service} ${String(number)}`)?.dossier ?? stored(service, number)

  function begin(seen: Seen, number: number, service: string): Open {
    const known = stored(service, number)
    const { rollout } = seen
    const about = history.about(service, number)
    const base: Dossier = known ?? {
      service,
      name: rollout.name,
      number,
      by: about?.by ?? 'outside',
      image: about?.image ?? splitImage(rollout.image).name,
      startedAt: rollout.startedAt ?? rollout.asOf,
      takenAt: rollout.asOf,
      asOf: rollout.asOf,
      policy: about?.policy ?? rollout.policy,
      counts: { total: 0, dirty: 0, failing: 0 },
      failed: 0,
      reasons: [],
      tasks: [],
      logs: [],
      facts: []
    }
    return {
      dossier: base,
      tasks: new Map(base.tasks.map((task) => [task.id, task])),
      reasons: new Map(base.reasons.map((reason) => [keyOf(reason), reason])),
      asked: new Map(base.logs.map(({ task }) => [task, mostTries])),
      stored: '',
      storedAt: 0
    }
  }

  function store(key: string, kept: Open, urgent: boolean): void {
    const count = entries.get(key) ?? 0
    const text = JSON.stringify({ ...kept.dossier, asOf: 0 })
    if (text === kept.stored) return
    if (!urgent && (clock.now() - kept.storedAt < storeEvery || count >= mostEntries)) return
    const { service, number } = kept.dossier
    try {
      journal.add({ cluster, service, kind: 'dossier', number, body: kept.dossier })
    } catch (error) {
      // A full disk must not end the watching; the next look tries again.
      if (error instanceof SkepError) return
      throw error
    }
    entries.set(key, count + 1)
    Object.assign(kept, { stored: text, storedAt: clock.now() })
    changed(service)
  }

  /** One version's part of what is seen: the tasks that failed, merged with those that are forgotten by now. */
  function add(seen: Seen, number: number, failing: readonly Task[]): void {
    const { service, nodes, rollout } = seen
    const key = `${service.id} ${String(number)}`
    const first = !open.has(key)
    const kept = open.get(key) ?? begin(seen, number, service.id)
    open.set(key, kept)
    let fresh = 0
    for (const task of failing) {
      if (!kept.tasks.has(task.id)) fresh += 1
      kept.tasks.set(task.id, dossierTask(task, rollout.mode, nodes))
    }
    for (const reason of reasonsOf(failing, nodes, 0)) merge(kept.reasons, reason, rollout.reasons)
    const known = [...kept.tasks.values()].sort((a, b) => b.at - a.at)
    const slots = new Set(known.map(({ slot, node, id }) => slot ?? node ?? id))
    const outcome = number === rollout.origin?.number ? rollout.verdict : undoneOutcome(rollout)
    const before = kept.dossier
    kept.dossier = {
      ...before,
      asOf: rollout.asOf,
      ...(outcome === undefined ? {} : { outcome }),
      counts: {
        total: rollout.counts.total,
        // While the engine goes back, the slots that have to change are those that it reached.
        dirty:
          number === rollout.origin?.number
            ? Math.max(before.counts.dirty, rollout.dirty)
            : before.counts.dirty,
        failing: Math.max(before.counts.failing, slots.size)
      },
      failed: before.failed + fresh,
      reasons: [...kept.reasons.values()].sort((a, b) => b.tasks - a.tasks),
      tasks: known.slice(0, mostTasks),
      facts: rollout.facts.slice(-60)
    }
    for (const task of failing) evidence(key, kept, seen, task)
    store(key, kept, first || before.outcome !== outcome)
  }

  /** Reads, once for each cause, what the failing task still tells; what cannot be had is said. */
  function evidence(key: string, kept: Open, { service }: Seen, task: Task): void {
    const cause = causeOf(task)
    const tries = kept.asked.get(cause) ?? 0
    if (kept.asked.has(task.id) || tries >= mostTries || kept.dossier.logs.length >= mostLogs) return
    kept.asked.set(cause, mostTries).set(task.id, mostTries)
    const work = (async () => {
      const mask = maskFor(task)
      const [log, health] = await Promise.all([readLog(service.id, task, mask), readHealth(task, mask)])
      // The container may be gone already; the next task of a crash loop may still have its own.
      if (log.missing === 'unreadable' && tries + 1 < mostTries) return void kept.asked.set(cause, tries + 1)
      kept.dossier = {
        ...kept.dossier,
        logs: [...kept.dossier.logs, log],
        ...(health && !kept.dossier.health ? { health } : {})
      }
      store(key, kept, true)
    })().finally(() => reading.delete(work))
    reading.add(work)
  }

  async function readLog(service: string, task: Task, mask: (text: string) => string) {
    // A task that was refused has no container, and asking for its log would only wait for one (measured on 20.10.24).
    if (task.container === undefined) return { ...tailOf(task.id, [], mask), missing: 'never-ran' as const }
    try {
      return tailOf(task.id, await engine.logs({ service, task: task.id }, tail), mask)
    } catch {
      return { ...tailOf(task.id, [], mask), missing: 'unreadable' as const }
    }
  }

  async function readHealth(task: Task, mask: (text: string) => string): Promise<DossierHealth | undefined> {
    const cause = causeOf(task)
    if (cause !== 'unhealthy' && cause !== 'killed') return undefined
    const base = { task: task.id, checks: [] }
    if (task.container === undefined || task.nodeId !== info.node) return { ...base, missing: 'elsewhere' }
    try {
      const { checks, outOfMemory } = await engine.container(task.container)
      const shown = checks.map((check) => ({ ...check, output: mask(check.output.slice(0, 2000)) }))
      return { task: task.id, checks: shown, outOfMemory }
    } catch {
      return { ...base, missing: 'gone' }
    }
  }

  return {
    look(seen) {
      const { service, tasks, nodes, rollout } = seen
      const { origin, startedAt } = rollout
      if (!origin || startedAt === undefined) return
      const byId = new Map(nodes.map((node) => [node.id, node]))
      // Waiting for a node is no failure yet; it is one when the rollout counts as stuck.
      const failing = tasks.filter(
        (task) =>
          task.createdAt >= startedAt &&
          isTrouble(task, byId) &&
          (task.state !== 'pending' || rollout.verdict === 'stuck')
      )
      const own = failing.filter((task) => isCurrent(task, service))
      const undone = failing.filter((task) => !own.includes(task))
      const going = open.has(`${service.id} ${String(origin.number)}`)
      if (own.length > 0 || (going && rollout.verdict !== undefined)) add(seen, origin.number, own)
      if (undone.length > 0 && rollout.undoneBy === 'engine' && origin.replaced)
        add(seen, origin.replaced.number, undone)
    },
    get,
    async settled() {
      await Promise.all([...reading])
    }
  }
}

const keyOf = (reason: Reason): string => `${reason.code} ${reason.error} ${String(reason.exitCode ?? '')}`

/** Counts only grow: what a look no longer shows was forgotten by the engine, not undone. */
function merge(known: Map<string, Reason>, reason: Reason, told: readonly Reason[]): void {
  const before = known.get(keyOf(reason))
  const registry = told.find((other) => keyOf(other) === keyOf(reason))?.registry ?? before?.registry
  const all = <K extends 'slots' | 'nodes'>(of: K) => [...new Set([...(before?.[of] ?? []), ...reason[of]])]
  known.set(keyOf(reason), {
    ...reason,
    tasks: Math.max(before?.tasks ?? 0, reason.tasks),
    slots: all('slots'),
    nodes: all('nodes'),
    ...(registry ? { registry } : {})
  })
}

/** An update that the engine undid ended when the rollback began, however the rollback goes on. */
const undoneOutcome = (rollout: Rollout): Rollout['verdict'] =>
  rollout.phase === 'rollback-paused' ? 'failed' : 'rolled-back'

/** Masks by name and shape, and by the secret-looking values of the task's own environment. */
function maskFor(task: Task): (text: string) => string {
  const secrets = listAt(task.spec, 'ContainerSpec', 'Env').flatMap((entry) => {
    if (typeof entry !== 'string') return []
    const [name = '', ...value] = entry.split('=')
    return looksSecret(name, value.join('=')) ? [value.join('=')] : []
  })
  return (text) => maskedText(text, secrets)
}
