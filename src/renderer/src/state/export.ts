import type { Parsed } from '../../../shared/contract'
import type { SkepState } from './skep.svelte'

/** Exports an audit or a report; gives the path of the file, or undefined when there is none. A failure is the shell's. */
export function exportAudit(skep: SkepState, ask: Parsed<'audit.export'>): Promise<string | undefined> {
  return exported(skep, async () => (await skep.call('audit.export', ask)).path)
}

/** Exports one's own policies; gives the path of the file, or undefined when there is none. A failure is the shell's. */
export function exportPolicies(skep: SkepState): Promise<string | undefined> {
  return exported(skep, async () => (await skep.call('policies.export')).path)
}

/** Says where a file was written; gives its path, or undefined when there is none. A failure is the shell's. */
async function exported(skep: SkepState, write: () => Promise<string>): Promise<string | undefined> {
  let path: string | undefined
  await skep.attempt(async () => {
    path = await write()
    skep.said = skep.t.exported.written(path)
    // The export itself was written down.
    skep.historyTick += 1
  })
  return path
}

/** The name of an export, by which main knows it. */
const nameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** What can be done with a file that was exported: shown where it is, and kept elsewhere. Failures are the shell's. */
export const exportActions = (skep: SkepState, path: string) => ({
  message: skep.t.exported.written(path),
  words: { ...skep.t.exported, close: skep.t.close },
  onshow: () => void skep.attempt(() => skep.call('files.show', { name: nameOf(path) })),
  onsaveas: () =>
    void skep.attempt(async () => {
      const kept = await skep.call('files.saveAs', { name: nameOf(path) })
      if (kept) skep.said = skep.t.exported.written(kept.file)
    })
})
