import { referenceKinds, type ReferenceKind, type References } from '../../domain/references'
import type { Engine } from './ports'

/** What there is on a cluster now that a spec can name by id; only the kinds asked for are read. */
export async function referencesOf(
  engine: Engine,
  kinds: readonly ReferenceKind[] = referenceKinds
): Promise<References> {
  const read = (kind: ReferenceKind) => (kinds.includes(kind) ? engine.references(kind) : Promise.resolve([]))
  const [secrets, configs, networks] = await Promise.all([read('secrets'), read('configs'), read('networks')])
  return { secrets, configs, networks }
}
