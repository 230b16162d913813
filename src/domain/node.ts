import type { JsonObject } from './json'

export interface Node {
  readonly id: string
  readonly hostname: string
  readonly role: 'manager' | 'worker'
  readonly availability: 'active' | 'pause' | 'drain'
  readonly state: 'unknown' | 'down' | 'ready' | 'disconnected'
  readonly leader: boolean
  readonly engineVersion: string
  readonly os: string
  readonly architecture: string
  readonly labels: JsonObject
  readonly engineLabels: JsonObject
  /** What the Engine offers for tasks: billionths of a CPU, and bytes; absent where it does not say. */
  readonly nanoCPUs?: number
  readonly memoryBytes?: number
}

/**
 * Whether a node satisfies every constraint (`node.role == worker`, `node.labels.zone != b`, …), by the rules of
 * swarmkit manager/constraint: values are compared without regard to case; an expression that cannot be read matches
 * nothing.
 */
export function satisfies(node: Node, constraints: readonly string[]): boolean {
  return constraints.every((text) => {
    const parts = /^\s*([\w.\-/]+)\s*(==|!=)\s*(.+?)\s*$/.exec(text)
    const key = parts?.[1]
    if (!parts || key === undefined) return false
    const actual = valueOf(node, key)
    if (actual === undefined) return false
    const equal = actual.toLowerCase() === (parts[3] ?? '').toLowerCase()
    return parts[2] === '==' ? equal : !equal
  })
}

function valueOf(node: Node, key: string): string | undefined {
  const name = key.toLowerCase()
  if (name === 'node.id') return node.id
  if (name === 'node.hostname') return node.hostname
  if (name === 'node.role') return node.role
  if (name === 'node.platform.os') return node.os
  if (name === 'node.platform.arch') return node.architecture
  if (name.startsWith('node.labels.')) return label(node.labels, key.slice('node.labels.'.length))
  if (name.startsWith('engine.labels.')) return label(node.engineLabels, key.slice('engine.labels.'.length))
  return undefined
}

function label(labels: JsonObject, name: string): string {
  const value = labels[name]
  return typeof value === 'string' ? value : ''
}
