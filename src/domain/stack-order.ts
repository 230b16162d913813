import { listAt } from './json'
import { containerSpec, envOf, taskTemplate, type Spec } from './service'

/** A service of a stack with the spec that is looked through for the names of others. */
export interface OrderedService {
  readonly id: string
  readonly name: string
  readonly spec: Spec
}

/**
 * The waves in which services are best changed: a service comes after those that it seems to depend on. A stack keeps
 * no `depends_on` (docker/cli drops it), so what tells is the names of others in a service's environment and command,
 * as addresses; services that name each other in a ring share a wave. Ids of services; every one exactly once.
 */
export function suggestedWaves(stack: string, services: readonly OrderedService[]): readonly string[][] {
  const needs = new Map(
    services.map((service) => [
      service.id,
      new Set(
        services.filter((other) => other !== service && mentions(stack, service, other)).map(({ id }) => id)
      )
    ])
  )
  const waves: string[][] = []
  let left = services.map(({ id }) => id)
  while (left.length > 0) {
    const free = left.filter((id) => !left.some((other) => needs.get(id)?.has(other)))
    const wave = free.length > 0 ? free : left
    waves.push(wave)
    left = left.filter((id) => !wave.includes(id))
  }
  return waves
}

function mentions(stack: string, service: OrderedService, other: OrderedService): boolean {
  const texts = [
    ...envOf(service.spec).map(({ value }) => value ?? ''),
    ...['Args', 'Command'].flatMap((key) => listAt(containerSpec(service.spec), key).map(String))
  ]
  const full = whole(other.name)
  const short = namesOf(stack, other).map(address)
  return texts.some((text) => full.test(text) || short.some((pattern) => pattern.test(text)))
}

/** The names by which others of its stack reach a service, but for its full one. */
function namesOf(stack: string, { name, spec }: OrderedService): readonly string[] {
  const inStack = name.startsWith(`${stack}_`) ? [name.slice(stack.length + 1)] : []
  const networks = listAt(taskTemplate(spec), 'Networks')
  const aliases = networks
    .flatMap((network) => listAt(network, 'Aliases'))
    .filter((alias) => typeof alias === 'string')
  return [...new Set([...inStack, ...aliases])].filter((alias) => alias !== '' && alias !== name)
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A name that stands alone, not inside of a longer one. */
const whole = (name: string): RegExp => new RegExp(`(?:^|[^\\w.-])${escaped(name)}(?![\\w-])`)

/** A short name only where it can be an address: alone, behind `//` or `@`, or before a port. */
const address = (name: string): RegExp =>
  new RegExp(`^${escaped(name)}$|(?://|@)${escaped(name)}(?![\\w.-])|(?:^|[\\s,=/@])${escaped(name)}:\\d`)
