import { createHash } from 'node:crypto'
import { at, listAt, objectAt, textAt, type Json, type JsonObject } from '../../domain/json'
import type { Reference, ReferenceKind } from '../../domain/references'
import { Refusal } from './refusal'
import { newId, type DemoReference, type DemoState } from './state'

const time = '2026-01-01T00:00:00Z'
/** Bytes that a config may hold (measured on 20.10.24). */
const mostOfConfig = 512_000

/** What the swarm has from its beginning; these two are listed nowhere (measured on 20.10.24). */
export const predefined: readonly Reference[] = ['host', 'bridge'].map((name) => ({
  id: createHash('sha256').update(name).digest('hex').slice(0, 25),
  name
}))

/** One secret, config or network as the Engine writes it; of a secret never what is in it. */
function json(kind: ReferenceKind, { id, name, labels = {}, data }: DemoReference): Json {
  if (kind === 'networks') return { Name: name, Id: id, Scope: 'swarm', Driver: 'overlay', Ingress: false }
  const content = data === undefined || kind === 'secrets' ? {} : { Data: data }
  const spec = { Name: name, Labels: labels, ...content }
  return { ID: id, Version: { Index: 1 }, CreatedAt: time, UpdatedAt: time, Spec: spec }
}

/** All of a kind, or those that carry every one of the labels. */
export const listed = (state: DemoState, kind: ReferenceKind, labels: readonly string[] = []): Json =>
  state.references[kind]
    .filter((one) => labels.every((label) => one.labels !== undefined && label in one.labels))
    .map((one) => json(kind, one))

/** The swarm's own network of a name; only asked for those two. */
export function network(name: string): Json {
  const found = predefined.find((one) => one.name === name)
  if (!found) throw new Refusal(404, `network ${name} not found`)
  return json('networks', found)
}

export function createReference(state: DemoState, kind: ReferenceKind, body: JsonObject): Json {
  const name = textAt(body, 'Name') ?? ''
  if (state.references[kind].some((one) => one.name === name))
    throw new Refusal(
      409,
      `rpc error: code = AlreadyExists desc = ${kind.slice(0, -1)} ${name} already exists`
    )
  const data = textAt(body, 'Data')
  if (kind === 'configs' && Buffer.from(data ?? '', 'base64').length > mostOfConfig)
    throw new Refusal(
      400,
      'rpc error: code = InvalidArgument desc = config data must be larger than 0 and less than 512000 bytes'
    )
  const made = {
    id: newId(),
    name,
    labels: objectAt(body, 'Labels'),
    ...(data === undefined ? {} : { data })
  }
  state.references[kind].push(made)
  state.event(kind.slice(0, -1), 'create', made.id, { name })
  return kind === 'networks' ? { Id: made.id, Warning: '' } : { ID: made.id }
}

export function removeReference(state: DemoState, kind: ReferenceKind, id: string): void {
  const all = state.references[kind]
  const place = all.findIndex((one) => one.id === id || one.name === id)
  if (place < 0) throw new Refusal(404, `${kind.slice(0, -1)} ${id} not found`)
  const [gone] = all.splice(place, 1)
  if (gone) state.event(kind.slice(0, -1), 'remove', gone.id, { name: gone.name })
}

/** Refuses a spec that names what is not there, and gives networks by their ids (measured on 20.10.24). */
export function resolved(state: DemoState, spec: JsonObject): JsonObject {
  const known = (kind: ReferenceKind, id: string | undefined) => {
    const all = kind === 'networks' ? [...state.references[kind], ...predefined] : state.references[kind]
    return all.find((one) => one.id === id || (kind === 'networks' && one.name === id))
  }
  for (const [kind, word] of [
    ['secrets', 'Secret'],
    ['configs', 'Config']
  ] as const)
    for (const one of listAt(spec, 'TaskTemplate', 'ContainerSpec', `${word}s`))
      if (!known(kind, textAt(one, `${word}ID`)))
        throw new Refusal(
          400,
          `rpc error: code = InvalidArgument desc = ${word.toLowerCase()} not found: ${textAt(one, `${word}Name`) ?? ''}`
        )
  const template = at(spec, 'TaskTemplate') as JsonObject
  const networks = listAt(template, 'Networks')
  if (networks.length === 0) return spec
  const attached = networks.map((one): Json => {
    const target = textAt(one, 'Target') ?? ''
    const found = known('networks', target)
    if (!found) throw new Refusal(500, `network ${target} not found`)
    return { ...(one as JsonObject), Target: found.id }
  })
  return { ...spec, TaskTemplate: { ...template, Networks: attached } }
}
