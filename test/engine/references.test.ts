import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { listAt } from '../../src/domain/json'
import { container, createHarness, kinds, put, specFor, type Harness } from './harness'

describe.each(kinds)('what a spec can refer to, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => harness?.stop())

  it('is listed by name, without the ingress network and with the swarm’s own host network', async () => {
    await harness.withReferences(async (made) => {
      for (const sort of ['secrets', 'configs', 'networks'] as const) {
        const listed = await harness.engine.references(sort)
        expect(listed).toContainEqual(made[sort])
        expect(listed.map(({ name }) => name)).toEqual(listed.map(({ name }) => name).sort())
      }
      const networks = (await harness.engine.references('networks')).map(({ name }) => name)
      expect(networks).toContain('host')
      expect(networks).not.toContain('ingress')
    })
  })

  it('is taken by id, and refused when it is not there', async () => {
    await harness.withReferences(async ({ secrets, configs, networks }) => {
      const file = { Name: 'x', UID: '0', GID: '0', Mode: 292 }
      await harness.withService(specFor(0), async (id) => {
        await harness.send(
          id,
          container([{ SecretID: secrets.id, SecretName: secrets.name, File: file }], 'Secrets')
        )
        await harness.send(
          id,
          container([{ ConfigID: configs.id, ConfigName: configs.name, File: file }], 'Configs')
        )
        await harness.send(id, put([{ Target: networks.name }], 'TaskTemplate', 'Networks'))
        // The engine itself puts the id in place of a network's name.
        const { spec } = await harness.engine.inspect(id)
        expect(listAt(spec, 'TaskTemplate', 'Networks')).toEqual([{ Target: networks.id }])
        for (const change of [
          container([{ SecretID: 'gone', SecretName: 'gone', File: file }], 'Secrets'),
          container([{ ConfigID: 'gone', ConfigName: 'gone', File: file }], 'Configs'),
          put([{ Target: 'gone' }], 'TaskTemplate', 'Networks')
        ])
          await expect(harness.send(id, change)).rejects.toThrow(SkepError)
        expect((await harness.engine.inspect(id)).spec).toEqual(spec)
      })
    })
  })
})
