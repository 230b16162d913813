import { isMap, isScalar, LineCounter, parseDocument, stringify, type Pair } from 'yaml'
import { SkepError } from '../../domain/error'
import type { Json } from '../../domain/json'
import { fromFile, samePolicy, toFile, type PolicyParts, type PolicyProblem } from '../../domain/policy-file'
import type { NamedPolicy, ReadPolicy } from '../../shared/contract'

/** The key of a file under which its policies stand by name. */
const root = 'policies'
const head = ' Update policies for Docker Swarm services, with the keys of a compose file below “deploy”.'

/** Policies as a YAML file. */
export function policyFile(policies: readonly Pick<NamedPolicy, 'name' | 'policy' | 'rollback'>[]): string {
  const entries = Object.fromEntries(policies.map((one) => [one.name, toFile(one)]))
  return `#${head}\n${stringify({ [root]: entries })}`
}

/**
 * The policies of a YAML file, in its order, each with what keeping it would do; `speak` says why one is refused. Throws
 * policy-file for a text that is no such file: with the line where it ends to be one, from 1.
 */
export function readPolicyFile(
  text: string,
  own: ReadonlyMap<string, PolicyParts>,
  speak: (problem: PolicyProblem) => string
): readonly ReadPolicy[] {
  const lines = new LineCounter()
  // No aliases, no tags of YAML 1.1, and a key that stands twice is an error: what is read is what is written.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true })
  const [wrong] = document.errors
  if (wrong) throw new SkepError('policy-file', { number: lines.linePos(wrong.pos[0]).line })
  const policies = isMap(document.contents) ? document.contents.get(root) : undefined
  if (!isMap(policies)) throw new SkepError('policy-file', { number: 1 })
  return policies.items.map((pair): ReadPolicy => {
    const { key, value } = pair as Pair
    const name = isScalar(key) ? String(key.value) : ''
    const line = isScalar(key) && key.range ? lines.linePos(key.range[0]).line : 1
    const found = fromFile(name, plain(value))
    if ('code' in found) return { name, line, state: 'refused', reason: speak(found) }
    const before = own.get(name)
    if (!before) return { name, line, state: 'new', content: found }
    if (samePolicy(before, found)) return { name, line, state: 'same', content: found }
    return { name, line, state: 'replaces', content: found, before }
  })

  function plain(value: unknown): Json | undefined {
    try {
      const node = value as { toJS?: (doc: unknown, options: object) => Json } | null
      return node?.toJS?.(document, { maxAliasCount: 0 })
    } catch {
      // An alias: whatever it stands for is not written here.
      return undefined
    }
  }
}
