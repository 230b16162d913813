import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDraft, draftProblems, type ChangeDraft } from '../../src/domain/draft'
import { effectOf } from '../../src/domain/effect'
import { fieldNames, fieldOf, listNames, type FieldName, type ListName } from '../../src/domain/fields'
import { tooNew } from '../../src/domain/settings'
import { referencesOf } from '../../src/main/core/references'
import { entries, values } from './flags'
import { createHarness, eventually, kinds, specFor, type Harness } from './harness'

/** Placement moves no task that still fits; everything else that a setting changes is in the task or its endpoint. */
const sparing: readonly (FieldName | ListName)[] = ['replicas-max-per-node', 'constraint', 'placement-pref']

/** Settings of one service; those of jobs begin another run and have no policy. */
const settings = fieldNames.filter((name) => !fieldOf(name).mode?.endsWith('-job'))

describe.each(kinds)('what each setting does to the tasks, on the %s', (kind) => {
  let harness: Harness
  let api = ''
  beforeAll(async () => {
    harness = await createHarness(kind)
    api = (await harness.engine.open()).apiVersion
  })
  afterAll(() => {
    harness?.stop()
  })

  /** Sends a draft to a service of one task, and expects of the task what Skep says of it. */
  const expectEffect = (draft: ChangeDraft, replaces: boolean) =>
    harness.withService(specFor(1), async (id) => {
      const tasks = await harness.wanted(id)
      const service = await harness.engine.inspect(id)
      const references = await referencesOf(harness.engine)
      expect(draftProblems(service.spec, draft)).toEqual([])
      const after = applyDraft(service.spec, draft, references)
      const said = effectOf(service.spec, after, tasks, await harness.engine.nodes())
      expect(said.replaces, 'what Skep says').toBe(replaces ? 1 : 0)
      await harness.engine.update(id, service.index, after)
      const before = tasks.map((task) => task.id)
      const until = Date.now() + 1500
      // Whether the new task can run here is not asked: it is another one.
      await eventually(
        async () => (await harness.wanted(id)).filter((task) => !before.includes(task.id)).length,
        (others) => {
          if (!replaces) expect(others, 'tasks made anew').toBe(0)
          return replaces ? others > 0 : Date.now() > until
        },
        replaces ? 'another task' : 'the end of the wait'
      )
    })

  it('is known for every setting and list that there is', () => {
    expect(Object.keys(values).sort()).toEqual([...fieldNames].sort())
    expect(Object.keys(entries).sort()).toEqual([...listNames].sort())
  })

  it.concurrent.each(settings)('--%s', async (name) => {
    const draft = { settings: { [name]: values[name][0] } }
    // What an engine does not know is refused before it is sent.
    if (tooNew(draft, api).length > 0) return
    await expectEffect(draft, !sparing.includes(name))
  })

  it.concurrent.each(listNames)('--%s-add', async (name) => {
    await harness.withReferences(async (made) => {
      const own = { secret: made.secrets.name, config: made.configs.name, network: made.networks.name }
      const entry = name in own ? own[name as keyof typeof own] : entries[name][0]!
      const draft: ChangeDraft = {
        lists: { [name]: { add: [entry] } },
        ...(name === 'log-opt' ? { settings: { 'log-driver': 'json-file' } } : {})
      }
      if (tooNew(draft, api).length > 0) return
      await expectEffect(draft, !sparing.includes(name))
    })
  })
})
