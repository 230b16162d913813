import type { SkepState } from './skep.svelte'

/** Opens the history with the plan for the version that a roll back leads to first. */
export async function rollBackTarget(skep: SkepState): Promise<void> {
  const { context, service } = skep
  if (context === undefined || service === undefined) return
  const { wayBack: number } = await skep.call('services.inspect', { context, service })
  skep.tab = 'history'
  skep.wanted = number
}
