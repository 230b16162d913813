import type { Page } from '@playwright/test'
import type { Plan } from '../../src/domain/plan'
import type { ClusterSnapshot } from '../../src/domain/snapshot'
import type { Announcement, ContextInfo, Method } from '../../src/shared/contract'

/** A call over the page's own bridge; fails the test when main refuses it. */
export const call = <Value>(page: Page, method: Method, input?: unknown): Promise<Value> =>
  page.evaluate(
    async ([name, given]) => {
      const { skep } = window as unknown as {
        skep: { call(method: string, input: unknown): Promise<{ ok: boolean; value: never; error: unknown }> }
      }
      const reply = await skep.call(name as string, given)
      if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      return reply.value
    },
    [method, input]
  )

/** Says something to the window in main's place. */
export const announce = (page: Page, announcement: Announcement): Promise<void> =>
  page.evaluate((one) => {
    const host = window as unknown as { announce(one: unknown): void; tellOnly?(one: unknown): void }
    ;(host.tellOnly ?? host.announce)(one)
  }, announcement as unknown)

/** From now on only the test tells the window what there is: a look of the real loop would put its own in place. */
export const mute = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const host = window as unknown as { announce(one: unknown): void; tellOnly?(one: unknown): void }
    host.tellOnly ??= host.announce
    host.announce = () => undefined
  })

/** The newest look at the first context's cluster. */
export async function snapshotOf(page: Page): Promise<ClusterSnapshot> {
  const [context] = await call<readonly ContextInfo[]>(page, 'contexts.list')
  return call(page, 'clusters.snapshot', { context: context!.id })
}

/** Plans a change of a service and applies it, past the form. */
export async function change(page: Page, name: string, draft: unknown): Promise<void> {
  const { context, services } = await snapshotOf(page)
  const service = services.find((one) => one.name === name)!.id
  const plan = await call<Plan>(page, 'updates.plan', { context, service, draft })
  await call(page, 'updates.apply', { plan: plan.id, hash: plan.hash })
}
