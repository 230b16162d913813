import type { Finding } from './lint'
import { splitImage } from './service'
import { qualityOf, type Outcome } from './version'

/** That an image was rolled out in a staging context, as the journal tells it. */
export interface StagingRun {
  /** The name of the saved context. */
  readonly context: string
  /** The image without its digest, and the digest where it is known. */
  readonly image: string
  readonly digest?: string | undefined
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly outcome: Outcome
}

/**
 * What a person should know before an image goes to production: that it ran in staging and was verified, that it failed
 * there, or that it was never seen there. Where both digests are known they decide; a tag alone may have moved.
 */
export function stagingFinding(
  reference: string,
  runs: readonly StagingRun[],
  contexts: readonly string[]
): Finding | undefined {
  if (contexts.length === 0) return undefined
  const { name: image, digest } = splitImage(reference)
  const named = runs.filter((run) => run.image === image)
  const isSame = (run: StagingRun) =>
    run.digest === undefined || digest === undefined || run.digest === digest
  const newest = (wanted: 'good' | 'bad') =>
    named
      .filter((run) => isSame(run) && qualityOf(run.outcome) === wanted)
      .reduce<StagingRun | undefined>((last, run) => (last && last.at >= run.at ? last : run), undefined)
  const told = ({ context, at }: StagingRun) => ({ context, day: new Date(at).toISOString().slice(0, 10) })
  const [good, bad] = [newest('good'), newest('bad')]
  if (bad && (!good || bad.at > good.at))
    return { code: 'staging-failed', severity: 'danger', values: told(bad) }
  if (good) {
    const exact = good.digest !== undefined && good.digest === digest
    return { code: exact ? 'staging-ran' : 'staging-ran-tag', severity: 'info', values: told(good) }
  }
  const values = { contexts: contexts.join(', ') }
  return named.some((run) => !isSame(run))
    ? { code: 'staging-other', severity: 'warning', values }
    : { code: 'staging-never', severity: 'warning', values }
}
