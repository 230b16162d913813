import { randomBytes } from 'node:crypto'
import { SkepError, type ErrorCode } from '../../domain/error'
import {
  keptRecords,
  mergeRecords,
  newRecords,
  tellable,
  toldOf,
  type SharedRecord,
  type ToldVersion
} from '../../domain/shared-history'
import type { Clock } from './clock'
import { specHash } from './hash'
import type { Engine, Journal } from './ports'
import { fromPage, toPages } from './shared-pages'

/** The label that Skep's own configs carry. */
export const sharedLabel = 'io.skep.history'

/** How many versions of a service are told, how many pages there may be, and milliseconds between two writes. */
const mostVersions = 30
const mostPages = 12
const writeEvery = 10_000
/** Milliseconds after a write that failed. */
const writeAgain = 60_000

/** What is in the cluster, and what would be written there. */
export interface SharedState {
  readonly pages: number
  readonly bytes: number
  readonly versions: number
  /** The computer users whose Skep told something. */
  readonly users: readonly string[]
  /** Lines that are not what Skep writes. */
  readonly refused: number
  readonly next: { readonly versions: number; readonly partial: number; readonly bytes: number }
  /** Why the last read or write failed. */
  readonly problem?: ErrorCode
}

/** The history that a team shares in the cluster itself. */
export interface SharedHistory {
  /** What the cluster's records tell of a service, oldest first, as of the last read. */
  told(service: string): readonly ToldVersion[]
  /** Reads the records; a failure only means that nothing is told. */
  read(): Promise<void>
  /** Notes that something may have been told by another Skep. */
  heard(): void
  /** Notes that this Skep knows something new of a service. */
  learned(service: string): void
  /** Reads what was heard of, and writes what this Skep knows and the cluster does not, where that is switched on. */
  turn(): Promise<void>
  state(): SharedState
  /** Removes every page of the cluster, and writes none any more; throws what the engine refuses. */
  remove(): Promise<number>
}

interface SharedDeps {
  readonly engine: Engine
  readonly cluster: string
  readonly journal: Journal
  readonly clock: Clock
  readonly user: string | undefined
  /** Whether this Skep writes. */
  readonly writes: boolean
  /** The hash of the spec in force of every service that there is. */
  readonly running: () => ReadonlyMap<string, string>
}

export function createSharedHistory(deps: SharedDeps): SharedHistory {
  const { engine, cluster, journal, clock, user } = deps
  let records: readonly SharedRecord[] = []
  let pages: readonly { readonly id: string; readonly bytes: number }[] = []
  let refused = 0
  let problem: ErrorCode | undefined
  let stale = true
  let notBefore = 0
  let writes = deps.writes
  /** Services of which something may be untold; undefined means all. */
  let untold: Set<string> | undefined
  const known = new Map<string, readonly ToldVersion[]>()

  async function readPages(): Promise<void> {
    const found = await engine.configs(sharedLabel)
    const read = found.map(({ data }) => fromPage(data))
    records = read.reduce<readonly SharedRecord[]>((all, page) => mergeRecords(all, page.records), [])
    refused = read.reduce((sum, page) => sum + page.refused, 0)
    pages = found.map(({ id, data }) => ({ id, bytes: data.length }))
    stale = false
    known.clear()
  }

  /** What this Skep knows of a service by itself. */
  function ownOf(service: string): readonly SharedRecord[] {
    const versions = journal.versions(cluster, service).slice(-mostVersions)
    const users = new Map(journal.updates(cluster, { service }).map((one) => [one.update, one.user]))
    const judged = journal.judgements(cluster, service)
    const notes = journal.notes(cluster, service)
    return versions.flatMap((version): SharedRecord[] => {
      const spec = journal.spec(version.hash)
      if (!spec || version.source === 'shared') return []
      const open = tellable(spec)
      const hash = open.complete ? version.hash : specHash(open.spec)
      const about = { service, hash }
      const sender = version.update === undefined ? undefined : users.get(version.update)
      const judgement = judged.get(version.number)
      const note = notes.get(version.number)
      const outcome = judgement?.outcome
      const told: SharedRecord[] = [
        {
          kind: 'version',
          ...about,
          at: version.at,
          by: version.by,
          ...(sender === undefined ? {} : { user: sender }),
          complete: version.complete && open.complete,
          spec: open.spec
        }
      ]
      if (judgement && outcome && outcome !== 'running' && outcome !== 'unknown')
        told.push({ kind: 'outcome', ...about, since: version.at, outcome, at: judgement.at })
      if (note && (note.title || note.text || note.pinned))
        told.push({
          kind: 'note',
          ...about,
          since: version.at,
          at: clock.now(),
          ...(note.title ? { title: note.title } : {}),
          ...(note.text ? { text: note.text } : {}),
          ...(note.pinned ? { pinned: true } : {}),
          ...(note.user === undefined ? {} : { user: note.user })
        })
      return told
    })
  }

  const missing = (): readonly SharedRecord[] => {
    const services = [...deps.running().keys()].filter((id) => untold === undefined || untold.has(id))
    return newRecords(services.flatMap(ownOf), records)
  }

  function note(act: 'share-write' | 'share-remove', detail: string): void {
    const body = { act, field: detail, ...(user === undefined ? {} : { user }) }
    journal.add({ cluster, service: '', kind: 'act', body })
  }

  /** Writes records as pages; each is written down before it is sent, and sent once. */
  async function write(fresh: readonly SharedRecord[]): Promise<void> {
    for (const data of toPages(fresh)) {
      const name = `skep-history-${clock.now().toString(36)}-${randomBytes(4).toString('hex')}`
      note('share-write', name)
      // Until it is known to be there, only a look can tell.
      stale = true
      await engine.createConfig({ name, data }, sharedLabel)
    }
  }

  /** Puts all pages together in fewer, without what is no longer worth keeping. */
  async function tidy(): Promise<void> {
    const old = pages
    await write(keptRecords(records, deps.running(), mostVersions))
    for (const { id } of old) await engine.removeConfig(id)
    note('share-remove', String(old.length))
  }

  async function turn(): Promise<void> {
    if (stale) await readPages()
    const now = clock.now()
    if (!writes || (untold?.size === 0 && pages.length <= mostPages) || now < notBefore) return
    notBefore = now + writeEvery
    const fresh = missing()
    await write(fresh)
    untold = new Set()
    if (stale) await readPages()
    if (pages.length > mostPages) await tidy()
    if (stale) await readPages()
  }

  return {
    told(service) {
      const found = known.get(service) ?? toldOf(records, service)
      known.set(service, found)
      return found
    },
    async read() {
      try {
        await readPages()
        problem = undefined
      } catch (error) {
        problem = codeOf(error)
      }
    },
    heard: () => (stale = true),
    learned: (service) => untold?.add(service),
    async turn() {
      try {
        await turn()
        problem = undefined
      } catch (error) {
        problem = codeOf(error)
        notBefore = clock.now() + writeAgain
      }
    },
    state() {
      const fresh = missing()
      const versions = fresh.filter((record) => record.kind === 'version')
      return {
        pages: pages.length,
        bytes: pages.reduce((sum, page) => sum + page.bytes, 0),
        versions: records.filter(({ kind }) => kind === 'version').length,
        users: [...new Set(records.flatMap((record) => ('user' in record && record.user) || []))].sort(),
        refused,
        next: {
          versions: versions.length,
          partial: versions.filter(({ complete }) => !complete).length,
          bytes: toPages(fresh).reduce((sum, page) => sum + page.length, 0)
        },
        ...(problem === undefined ? {} : { problem })
      }
    },
    async remove() {
      writes = false
      await readPages()
      const all = pages
      note('share-remove', String(all.length))
      stale = true
      for (const { id } of all) await engine.removeConfig(id)
      await readPages()
      return all.length
    }
  }
}

const codeOf = (error: unknown): ErrorCode => (error instanceof SkepError ? error.code : 'internal')
