import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import type { Spec } from '../../src/domain/service'
import type { Outcome } from '../../src/domain/version'
import { specHash } from '../../src/main/core/hash'
import type { Journal } from '../../src/main/core/ports'
import { openJournal, type JournalOptions } from '../../src/main/store/journal'

const place = () => join(mkdtempSync(join(tmpdir(), 'skep-journal-')), 'journal.db')
const open = (file: string, options?: JournalOptions) => openJournal(file, () => 42, options)

/** A spec that hardly compresses: its size on the disk is what pruning is about. */
const spec = (number: number, bytes = 0): Spec => {
  let noise = ''
  while (noise.length < bytes) noise += specHash({ Name: `${String(number)} ${String(noise.length)}` })
  return {
    Name: 'web',
    TaskTemplate: { ContainerSpec: { Image: `web:${String(number)}`, Args: [noise] }, Placement: {} }
  }
}

function add(journal: Journal, number: number, outcome?: Outcome, bytes?: number, service = 's'): void {
  const body = spec(number, bytes)
  const version = {
    service,
    number,
    hash: specHash(body),
    at: number,
    by: 'outside',
    source: 'observed'
  } as const
  journal.addVersion('c', { ...version, complete: true, image: `web:${String(number)}` }, body)
  if (outcome) journal.addOutcome('c', { service, number, outcome, at: number, evidence: [] })
}

const numbers = (journal: Journal, service = 's') =>
  journal.versions('c', service).map(({ number }) => number)

/** Opens the file past Skep. */
function past<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file)
  try {
    return work(database)
  } finally {
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
  }
}

describe('a journal of an earlier Skep', () => {
  it('of schema 1 is brought up to this one after a copy of it, and loses nothing', () => {
    const file = place()
    past(file, (database) => database.exec(readFileSync('test/fixtures/journal-v1.sql', 'utf8')))
    const { journal, notices } = open(file)
    expect(notices).toEqual([])
    expect(numbers({ ...journal, versions: () => journal.versions('swarm1', 'svc1') })).toEqual([1, 2, 3])
    expect([...journal.outcomes('swarm1', 'svc1')]).toEqual([
      [1, 'unknown'],
      [2, 'succeeded'],
      [3, 'failed']
    ])
    const newest = journal.versions('swarm1', 'svc1').at(-1)!
    expect(specHash(journal.spec(newest.hash)!)).toBe(newest.hash)
    expect(journal.updates('swarm1')).toMatchObject([{ state: 'accepted', targetHash: newest.hash }])
    journal.addNote('swarm1', { service: 'svc1', number: 2, pinned: true })
    journal.close()
    expect(open(file).notices).toEqual([])
    expect(
      past(`${file}.v1`, (copy) => copy.prepare('SELECT count(*) AS n FROM entries').get())
    ).toMatchObject({ n: 8 })
    expect(statSync(`${file}.v1`).mode & 0o777).toBe(0o600)
  })

  it('of a newer one is refused with a sentence and left exactly as it is; clusters can still be looked at', () => {
    const file = place()
    open(file).journal.close()
    past(file, (database) => database.exec('PRAGMA user_version = 99; CREATE TABLE future (a)'))
    const before = readFileSync(file)
    const { journal, notices } = open(file)
    expect(notices).toEqual([{ code: 'journal-newer', file }])
    add(journal, 1, 'succeeded')
    expect(numbers(journal)).toEqual([1])
    expect(() => journal.addUpdate({} as never)).toThrow('journal-newer')
    expect(() => journal.addNote('c', { service: 's', number: 1, pinned: true })).toThrow('journal-newer')
    journal.close()
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('corrupt'))).toEqual([])
  })

  it('that cannot be opened at all does not keep the app from opening, and sends nothing', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'skep-journal-')), 'missing', 'journal.db')
    const { journal, notices } = open(file)
    expect(notices).toEqual([{ code: 'journal-unusable', file }])
    expect(() => journal.addUpdate({} as never)).toThrow('journal-failed')
  })
})

describe('what is written down', () => {
  it('is open to nobody else, each file of it', () => {
    const file = place()
    const { journal } = open(file)
    add(journal, 1)
    const files = readdirSync(join(file, '..'))
    expect(files.sort()).toEqual(['journal.db', 'journal.db-shm', 'journal.db-wal', 'journal.db.head'])
    for (const name of files) expect([name, statSync(join(file, '..', name)).mode & 0o077]).toEqual([name, 0])
    journal.close()
  })

  it('keeps a spec once, whatever number of versions have it', () => {
    const file = place()
    const { journal } = open(file)
    for (const number of [1, 2, 3]) {
      const body = spec(7)
      const version = {
        service: 's',
        number,
        hash: specHash(body),
        at: 1,
        by: 'outside',
        source: 'observed'
      } as const
      journal.addVersion('c', { ...version, complete: true, image: 'web:7' }, body)
    }
    journal.close()
    expect(past(file, (database) => database.prepare('SELECT count(*) AS n FROM specs').get())).toMatchObject(
      { n: 1 }
    )
  })

  it('merges notes by what they name, and gives entries of all kinds in order', () => {
    const { journal } = open(place())
    add(journal, 1)
    journal.addNote('c', { service: 's', number: 1, pinned: true, user: 'ada' })
    journal.addNote('c', { service: 's', number: 1, title: 'before the sale', text: 'all well' })
    journal.addNote('c', { service: 's', number: 1, pinned: false })
    journal.add({ cluster: 'c', service: 's', kind: 'act', body: { act: 'reveal' } })
    expect(journal.notes('c', 's').get(1)).toEqual({
      pinned: false,
      title: 'before the sale',
      text: 'all well',
      user: 'ada'
    })
    expect(journal.entries().map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'version'],
      [2, 'note'],
      [3, 'note'],
      [4, 'note'],
      [5, 'act']
    ])
    expect(journal.entries({ kinds: ['act'], cluster: 'c', service: 's' })).toMatchObject([
      { body: { act: 'reveal' } }
    ])
    expect(journal.entries({ after: 3, limit: 1 }).map(({ seq }) => seq)).toEqual([4])
    journal.looked('c', 5)
    journal.looked('c', 9)
    expect([journal.lastLook('c'), journal.lastLook('d')]).toEqual([9, undefined])
    journal.close()
  })
})

describe('the end of the chain, kept outside', () => {
  it('tells when the newest entries were cut off, says how many, and goes on behind them', () => {
    const file = place()
    const { journal } = open(file)
    for (const number of [1, 2, 3, 4, 5]) add(journal, number)
    journal.close()
    past(file, (database) => database.exec('DROP TRIGGER entries_remain; DELETE FROM entries WHERE seq > 3'))
    const again = open(file)
    expect(again.notices).toEqual([{ code: 'journal-cut', file, lost: 2 }])
    expect(again.journal.entries({ kinds: ['lost'] })).toMatchObject([{ seq: 6, body: { entries: 2 } }])
    add(again.journal, 4)
    again.journal.close()
    expect(open(file).notices).toEqual([])
  })

  it('tells when an older copy was put in its place, and when the whole journal went', () => {
    const file = place()
    const first = open(file)
    add(first.journal, 1)
    first.journal.close()
    copyFileSync(file, `${file}.copy`)
    const second = open(file)
    add(second.journal, 2)
    second.journal.close()
    copyFileSync(`${file}.copy`, file)
    const third = open(file)
    expect(third.notices).toEqual([{ code: 'journal-cut', file, lost: 1 }])
    third.journal.close()
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
    const fourth = open(file)
    expect(fourth.notices).toEqual([{ code: 'journal-cut', file, lost: 3 }])
    fourth.journal.close()
  })

  it('may be behind by what was written last, and is missed when it was taken away', () => {
    const file = place()
    const { journal } = open(file)
    add(journal, 1)
    const behind = readFileSync(`${file}.head`)
    add(journal, 2)
    journal.close()
    writeFileSync(`${file}.head`, behind)
    const again = open(file)
    expect(again.notices).toEqual([])
    again.journal.close()
    rmSync(`${file}.head`)
    expect(open(file).notices).toEqual([{ code: 'journal-head-missing', file }])
    expect(open(file).notices).toEqual([])
  })

  it('shows a chain that was made anew from end to end', () => {
    const file = place()
    const { journal } = open(file)
    for (const number of [1, 2]) add(journal, number)
    journal.close()
    const other = place()
    const forged = open(other)
    for (const number of [8, 9, 10]) add(forged.journal, number)
    forged.journal.close()
    copyFileSync(other, file)
    expect(open(file).notices).toEqual([{ code: 'journal-chain-broken', file }])
  })
})

describe('pruning', () => {
  const budget = 400_000

  it('keeps the journal within its budget, and drops no version that runs, is pinned or is the last good one', () => {
    const file = place()
    const { journal } = open(file)
    journal.together(() => {
      for (let number = 1; number <= 300; number += 1) {
        add(journal, number, number === 40 ? 'succeeded' : number === 300 ? undefined : 'failed', 4_000)
        if (number === 7) journal.addNote('c', { service: 's', number: 7, pinned: true })
        if (number === 9) journal.addNote('c', { service: 's', number: 9, pinned: true })
        if (number === 9) journal.addNote('c', { service: 's', number: 9, pinned: false })
        if (number === 5) add(journal, 1, 'succeeded', 4_000, 'quiet')
      }
      journal.addUpdate({
        ...{ update: 'open', cluster: 'c', service: 's', serviceName: 'web', state: 'sending', at: 1 },
        ...{ baseIndex: 1, baseHash: 'a', targetHash: 'b' }
      })
    })
    journal.close()
    const pruned = open(file, { budget: () => budget })
    const left = numbers(pruned.journal)
    expect(left.slice(0, 2)).toEqual([7, 40])
    expect(left.at(-1)).toBe(300)
    expect(left.length).toBeGreaterThan(20)
    expect(left.length).toBeLessThan(150)
    for (const version of pruned.journal.versions('c', 's'))
      expect(pruned.journal.spec(version.hash)).toBeDefined()
    expect(pruned.journal.spec(specHash(spec(8, 4_000)))).toBeUndefined()
    expect(pruned.journal.outcomes('c', 's').get(40)).toBe('succeeded')
    expect(numbers(pruned.journal, 'quiet')).toEqual([1])
    expect(pruned.journal.updates('c', { open: true })).toHaveLength(1)
    expect(pruned.journal.entries({ kinds: ['pruned'] })[0]!.body).toMatchObject({
      entries: expect.any(Number) as number
    })
    pruned.journal.close()
    const again = open(file, { budget: () => budget })
    expect(again.notices).toEqual([])
    expect(numbers(again.journal)).toEqual(left)
    again.journal.close()
  })

  it('happens while entries are written too, and can happen again and again', () => {
    const file = place()
    const { journal } = open(file, { budget: () => budget })
    for (let round = 0; round < 3; round += 1)
      journal.together(() => {
        for (let number = 1; number <= 1_000; number += 1)
          add(journal, round * 1_000 + number, 'succeeded', number % 20 === 0 ? 2_000 : 0)
      })
    expect(numbers(journal).at(-1)).toBe(3_000)
    expect(numbers(journal).length).toBeLessThan(2_000)
    journal.close()
    expect(open(file, { budget: () => budget }).notices).toEqual([])
  })

  it('follows a budget that is changed while it is open, as soon as it is told', () => {
    const file = place()
    let most = Infinity
    const { journal } = open(file, { budget: () => most })
    for (let number = 1; number <= 200; number += 1) add(journal, number, 'succeeded', 4_000)
    const full = journal.size()
    expect(full).toMatchObject({ versions: 200, entries: 400 })
    expect(full.bytes).toBeGreaterThan(budget)
    journal.tidy()
    expect(journal.size()).toEqual(full)
    most = budget
    journal.tidy()
    expect(journal.size().bytes).toBeLessThanOrEqual(budget)
    expect(journal.size().versions).toBe(numbers(journal).length)
    expect(numbers(journal).at(-1)).toBe(200)
    journal.close()
  })

  it('opens no other way to take entries out', () => {
    const file = place()
    const { journal } = open(file)
    add(journal, 1)
    add(journal, 2)
    journal.close()
    past(file, (database) => {
      expect(() => database.exec('DELETE FROM entries WHERE seq = 1')).toThrow('append-only')
      database.exec('INSERT INTO pruned VALUES (1, 1); DELETE FROM entries WHERE seq = 1')
      expect(() => database.exec('DELETE FROM pruned')).toThrow('append-only')
    })
    expect(open(file).notices).toEqual([{ code: 'journal-chain-broken', file }])
  })
})

describe('a Skep that is killed while it writes', () => {
  it('loses no entry that it acknowledged, alone or together, whenever that happens', async () => {
    const file = place()
    for (const acknowledged of [1, 4, 9, 23]) {
      const before = existsSync(file) ? countOf(file) : 0
      const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/journal-writer.ts', file])
      let said = ''
      const ended = new Promise((resolve) => child.on('close', resolve))
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.split('\n').length > acknowledged) child.kill('SIGKILL')
      })
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      await ended
      const last = Number(said.trim().split('\n').at(-1))
      expect(last, said).toBeGreaterThan(before)
      const { journal, notices } = open(file)
      expect(notices).toEqual([])
      expect(
        journal
          .entries()
          .map(({ seq }) => seq)
          .slice(0, last)
      ).toHaveLength(last)
      journal.close()
    }
  })
})

const countOf = (file: string) =>
  past(file, (database) => (database.prepare('SELECT count(*) AS n FROM entries').get() as { n: number }).n)

describe('a damaged journal', () => {
  function full(): string {
    const file = place()
    const { journal } = open(file)
    journal.together(() => {
      for (let number = 1; number <= 400; number += 1) add(journal, number, 'succeeded', 600)
    })
    journal.close()
    return file
  }
  const zero = (file: string, from: number, to: number) => {
    const bytes = readFileSync(file)
    bytes.fill(0, from, to)
    writeFileSync(file, bytes)
  }

  it('is put aside; what can be read goes on, and what was lost is counted and said', () => {
    const file = full()
    zero(file, 4096 * 60, 4096 * 66)
    const { journal, notices } = open(file)
    const [notice] = notices
    expect(notices).toHaveLength(1)
    expect(notice).toMatchObject({ code: 'journal-rescued', file: `${file}.corrupt-42` })
    expect(notice!.lost).toBeGreaterThan(0)
    expect(notice!.count).toBeGreaterThan(600)
    expect(notice!.count! + notice!.lost!).toBe(800)
    expect(existsSync(`${file}.corrupt-42`)).toBe(true)
    const specs = journal.versions('c', 's').filter(({ hash }) => journal.spec(hash))
    expect(specs.length).toBeGreaterThan(200)
    add(journal, 401)
    journal.close()
    const again = open(file)
    expect(again.notices).toEqual([])
    expect(numbers(again.journal).at(-1)).toBe(401)
    expect(again.journal.entries({ kinds: ['lost'] })).toMatchObject([{ seq: 801 }])
    again.journal.close()
  })

  it('gives back no spec of which a single bit is wrong', () => {
    const file = full()
    past(file, (database) => {
      const hash = specHash(spec(9, 600))
      database.prepare('UPDATE specs SET body = ? WHERE hash = ?').run(Buffer.from('not it'), hash)
    })
    zero(file, 4096 * 90, 4096 * 91)
    const { journal } = open(file)
    expect(journal.spec(specHash(spec(9, 600)))).toBeUndefined()
    journal.close()
  })

  it('of which nothing can be read is told from an empty one: the number of entries is known outside', () => {
    const file = full()
    writeFileSync(file, 'this is not a database, whatever it may be called; '.repeat(100))
    const { notices, journal } = open(file)
    expect(notices).toEqual([{ code: 'journal-rescued', file: `${file}.corrupt-42`, count: 0, lost: 800 }])
    expect(numbers(journal)).toEqual([])
    journal.close()
    expect(open(file).notices).toEqual([])
  })
})
