import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import type { Service } from '../../domain/service'
import type { Task } from '../../domain/task'
import type { Gap } from './between'
import type { Clock } from './clock'
import type { Hints } from './hints'
import type { Live } from './live'
import type { Journal } from './ports'

/** What was read of one cluster last; kept while the connection is made anew. */
export interface Readings {
  services(): ReadonlyMap<string, Service>
  /** The tasks of a service, by its id. */
  tasks(service: string): readonly Task[]
  nodes(): readonly Node[]
  /** Reads everything, and throws what `intact` throws before anything of it counts. `gap`: nobody watched just before. */
  readAll(now: Live, intact: () => void, gap?: Gap): Promise<void>
  /** Reads a service and its tasks unless the loop just did; throws service-unknown. */
  readFresh(now: Live, id: string): Promise<Service>
  /** Reads a service and its tasks, and forgets one that is gone. */
  readOne(now: Live, id: string): Promise<void>
  /** Notes that what was read of these is old; `*` stands for everything. */
  outdate(dirty: ReadonlySet<string>): void
}

interface ReadingsDeps {
  readonly clock: Clock
  readonly journal: Journal
  readonly hints: Hints
  /** How many milliseconds the last look at everything took to be answered. */
  readonly onAnswered: (ms: number) => void
  readonly onHistory: (service: string) => void
}

/** For how many milliseconds what the loop read of a service is good enough for the window. */
const freshFor = 1_000

/** The readings of one cluster; what they show is told to its history at once. */
export function createReadings({ clock, journal, hints, onAnswered, onHistory }: ReadingsDeps): Readings {
  let services = new Map<string, Service>()
  let tasks = new Map<string, readonly Task[]>()
  let nodes: readonly Node[] = []
  /** When each service and its tasks were read last. */
  const readAt = new Map<string, number>()

  async function readAll(now: Live, intact: () => void, gap?: Gap): Promise<void> {
    const asked = clock.now()
    const [listed, allTasks, allNodes] = await Promise.all([
      now.engine.services(),
      now.engine.tasks(),
      now.engine.nodes()
    ])
    intact()
    onAnswered(clock.now() - asked)
    services = new Map(listed.map((service) => [service.id, service]))
    const grouped = new Map<string, Task[]>(listed.map((service) => [service.id, []]))
    for (const task of allTasks) grouped.get(task.serviceId)?.push(task)
    tasks = grouped
    nodes = allNodes
    readAt.clear()
    for (const id of services.keys()) readAt.set(id, asked)
    journal.together(() => {
      for (const service of listed) observe(now, service, gap)
    })
  }

  async function readNow(now: Live, id: string, again = 2): Promise<Service> {
    const asked = clock.now()
    const hinted = hints.count()
    const service = await now.engine.inspect(id)
    const read = await now.engine.tasks({ service: service.id })
    // Written to meanwhile: what was before must not be told as what is.
    if (again > 0 && hints.count() > hinted && hints.about(service.id)) return readNow(now, id, again - 1)
    tasks.set(service.id, read)
    services.set(service.id, service)
    readAt.set(service.id, asked)
    observe(now, service)
    return service
  }

  /** The window asks for what it shows after every look of the loop: it gets what that look read. */
  async function readFresh(now: Live, id: string): Promise<Service> {
    const known = services.get(id)
    const age = clock.now() - (readAt.get(id) ?? -Infinity)
    return known && age < freshFor && !hints.about(id) ? known : readNow(now, id)
  }

  async function readOne(now: Live, id: string): Promise<void> {
    try {
      await readNow(now, id)
    } catch (error) {
      if (!(error instanceof SkepError) || error.code !== 'service-unknown') throw error
      services.delete(id)
      tasks.delete(id)
      readAt.delete(id)
    }
  }

  function observe(now: Live, service: Service, gap?: Gap): void {
    if (!now.history.observe(service, tasks.get(service.id) ?? [], nodes, gap)) return
    now.shared.learned(service.id)
    onHistory(service.id)
  }

  return {
    services: () => services,
    tasks: (service) => tasks.get(service) ?? [],
    nodes: () => nodes,
    readAll,
    readFresh,
    readOne,
    outdate(dirty) {
      if (dirty.has('*')) readAt.clear()
      for (const id of dirty) readAt.delete(id)
    }
  }
}
