import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createRunbooks } from '../../src/main/core/runbooks'
import { openJournal } from '../../src/main/store/journal'

const web = { id: 'web1', name: 'shop_web' }

function opened(file: string, budget?: number) {
  const { journal } = openJournal(file, Date.now, budget === undefined ? {} : { budget: () => budget })
  const clock = { now: () => 1000, after: () => () => undefined }
  return { journal, runbooks: createRunbooks(journal, clock, 'ada') }
}

it('a runbook is the newest one, belongs to its cluster and name, and outlives a service made anew', () => {
  const { journal, runbooks } = opened(join(mkdtempSync(join(tmpdir(), 'skep-runbook-')), 'journal.db'))
  expect(runbooks.get('swarm', 'shop_web')).toBeUndefined()
  runbooks.save('swarm', web, { text: '# one', contact: 'Ada' })
  runbooks.save('swarm', web, { text: '# two', contact: 'Ada, 555' })
  runbooks.save('swarm', { id: 'api1', name: 'shop_api' }, { text: '# api', contact: '' })
  expect(runbooks.get('swarm', 'shop_web')).toEqual({
    text: '# two',
    contact: 'Ada, 555',
    at: 1000,
    by: 'ada'
  })
  expect(runbooks.get('other', 'shop_web')).toBeUndefined()
  runbooks.save('swarm', { ...web, id: 'web2' }, { text: '# three', contact: '' })
  expect(runbooks.get('swarm', 'shop_web')).toMatchObject({ text: '# three' })
  journal.close()
})

it('a runbook stays when the journal is pruned', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'skep-runbook-')), 'journal.db')
  const first = opened(file)
  first.runbooks.save('swarm', web, { text: '# keep me', contact: 'Ada' })
  for (let n = 0; n < 400; n += 1)
    first.journal.add({ cluster: 'swarm', service: 'web1', kind: 'act', body: { note: 'x'.repeat(2000) } })
  first.journal.close()
  const second = opened(file, 200_000)
  expect(second.journal.entries({ kinds: ['act'] }).length).toBeLessThan(400)
  expect(second.runbooks.get('swarm', 'shop_web')).toMatchObject({ text: '# keep me' })
  second.journal.close()
})
