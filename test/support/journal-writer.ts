import { writeSync } from 'node:fs'
import { openJournal } from '../../src/main/store/journal'

/**
 * A process to be killed: appends to the journal named by its argument for ever, now one entry and now three together,
 * and says the number of the newest one as soon as it was acknowledged.
 */
const { journal } = openJournal(process.argv[2] ?? '', Date.now)
const first = journal.entries().length
const update = {
  ...{ cluster: 'c', service: 's', serviceName: 'web', state: 'sending' as const, at: 1 },
  ...{ baseIndex: 1, baseHash: 'a', targetHash: 'b' }
}
for (let next = first + 1; ;) {
  const add = () => {
    journal.addUpdate({ ...update, update: String(next) })
    next += 1
  }
  if (next % 5 === 0) journal.together(() => [1, 2, 3].forEach(add))
  else add()
  writeSync(1, `${String(next - 1)}\n`)
}
