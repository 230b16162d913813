import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capability, capabilityFlags, mergedCapabilities, type Capabilities } from './capabilities'
import { commandFor } from './command'
import { joinCsv, splitCsv } from './csv'
import { applyDraft, draftProblems, type ChangeDraft } from './draft'
import { entryValue, fieldText, fieldValue, listEntries, listNames, listOf } from './fields'
import { bytes } from './field-forms'
import { at, withAt, type Json } from './json'
import type { References } from './references'
import type { Spec } from './service'
import { differingKinds, missingReferences, referencedKinds, settingProblems, tooNew } from './settings'

const spec: Spec = {
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: 'web:1' }, Placement: {} },
  Mode: { Replicated: { Replicas: 1 } }
}
const references: References = {
  secrets: [{ id: 's1', name: 'key' }],
  configs: [{ id: 'c1', name: 'conf' }],
  networks: [{ id: 'n1', name: 'Back' }]
}
const applied = (draft: ChangeDraft, start = spec): Spec => {
  expect(draftProblems(start, draft)).toEqual([])
  return applyDraft(start, draft, references)
}
const container = (of: Spec, key: string) => at(of, 'TaskTemplate', 'ContainerSpec', key)

describe('amounts', () => {
  it.each([
    ['512MiB', 512 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['64m', 64 * 1024 ** 2],
    ['512 Mio', 512 * 1024 ** 2],
    ['100', 100]
  ])('%s is %d bytes', (text, size) => expect(bytes.read(text)).toBe(size))
  it.each(['', 'much', '-1', '1.5', '12XB'])('%j is no amount that can be sent', (text) => {
    const size = bytes.read(text)
    expect(size === undefined || text === '1.5').toBe(true)
    if (text === '1.5') expect(size).toBe(1)
  })
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        expect(bytes.read(bytes.write(size))).toBe(size)
      })
    )
  })
  it('of memory are written as people do', () => {
    expect(bytes.write(512 * 1024 ** 2)).toBe('512MiB')
    expect(fieldText(applied({ settings: { 'limit-memory': '1.5g' } }), 'limit-memory')).toBe('1536MiB')
    expect(fieldValue('limit-cpu', '0,5')).toBe(5e8)
    expect(fieldValue('memory-swappiness', '101')).toBeUndefined()
    expect(fieldValue('memory-swap', '-1')).toBe(-1)
    expect(fieldValue('oom-score-adj', '-1000')).toBe(-1000)
  })
})

describe('entries', () => {
  it('fall into fields as Go’s CSV does, and back', () => {
    expect(splitCsv('a=b,"c=d,e","q""q"')).toEqual(['a=b', 'c=d,e', 'q"q'])
    expect(splitCsv('a"b')).toBeUndefined()
    const field = fc.string({ minLength: 1 }).map((text) => text.replaceAll(/[\r\n]/g, ' '))
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(splitCsv(joinCsv(fields))).toEqual(fields)
      })
    )
  })
  it.each([
    [
      'mount',
      'type=volume,source=d,target=/d,volume-opt=type=nfs,"volume-opt=o=addr=h,rw",volume-nocopy=true'
    ],
    ['mount', 'type=tmpfs,target=/t,tmpfs-size=64MiB,tmpfs-mode=1777'],
    ['mount', 'type=bind,source=/a,target=/b,readonly=true,bind-propagation=rshared,bind-recursive=disabled'],
    ['secret', 'source=key,target=/run/k,uid=1,gid=2,mode=0400'],
    ['network', 'name=back,alias=db,alias=cache,driver-opt=a=b'],
    ['publish', 'published=8080,target=80,protocol=udp,mode=host'],
    ['ulimit', 'nofile=1:2'],
    ['generic-resource', 'gpu=2'],
    ['host', 'db:fd00::1'],
    ['cap-add', 'CAP_NET_ADMIN']
  ] as const)('of %s are the same text after they were kept: %s', (name, text) => {
    const { entry } = listOf(name)
    expect(entry.write(entryValue(name, text) ?? '')).toBe(text)
    expect(entry.shape.join(entry.shape.split(text) ?? {})).toBe(text)
  })
  it.each([
    ['mount', 'type=bind,target=/b'],
    ['mount', 'type=tmpfs,target=/b,volume-driver=x'],
    ['mount', 'target=/b,consistency=cached'],
    ['mount', 'type=tmpfs,target=/t,tmpfs-size=much'],
    ['secret', 'source=key,mode=9'],
    ['secret', 'key,target=/x'],
    ['publish', 'target=0'],
    ['publish', '70000:80'],
    ['constraint', 'node.role'],
    ['dns', 'resolver'],
    ['sysctl', 'vm.swappiness=1'],
    ['container-label', 'a b=c'],
    ['generic-resource', 'gpu=none'],
    ['host', 'db:nowhere'],
    ['ulimit', 'nofile=x'],
    ['cap-add', 'NET ADMIN']
  ] as const)('of %s that cannot be sent are refused: %s', (name, text) => {
    expect(entryValue(name, text)).toBeUndefined()
    expect(settingProblems(spec, { lists: { [name]: { add: [text] } } })).toEqual(
      new Map([[name, listOf(name).entry.expects]])
    )
  })
  it('keep a mode in octal, with and without its zero', () => {
    const mode = (text: string) => at(entryValue('secret', `source=key,mode=${text}`), 'File', 'Mode')
    expect([mode('440'), mode('0440')]).toEqual([0o440, 0o440])
  })
  it('have a part for each key of their flag, and every part a way back', () => {
    for (const name of listNames) {
      const { shape } = listOf(name).entry
      for (const part of shape.parts) {
        const value = part.example ?? part.choices?.[0] ?? 'x'
        expect(shape.split(shape.join({ [part.name]: [value] }))?.[part.name]).toEqual([value])
      }
    }
  })
})

describe('what a draft refers to', () => {
  const draft: ChangeDraft = {
    lists: {
      secret: { add: ['key'] },
      config: { add: ['source=conf,target=/etc/c'] },
      network: { add: ['Back'] }
    },
    settings: { 'credential-spec': 'config://conf' }
  }
  it('is sent by id', () => {
    const after = applied(draft)
    const file = { UID: '0', GID: '0', Mode: 0o444 }
    expect(container(after, 'Secrets')).toEqual([
      { SecretName: 'key', SecretID: 's1', File: { Name: 'key', ...file } }
    ])
    expect(container(after, 'Configs')).toEqual([
      { ConfigID: 'c1', ConfigName: 'conf', Runtime: {} },
      { ConfigName: 'conf', ConfigID: 'c1', File: { Name: '/etc/c', ...file } }
    ])
    expect(container(after, 'Privileges')).toEqual({ CredentialSpec: { Config: 'c1' } })
    expect(at(after, 'TaskTemplate', 'Networks')).toEqual([{ Target: 'n1' }])
    expect(listEntries(after, 'network', references)).toEqual([{ key: 'n1', text: 'name=Back' }])
    expect(listEntries(after, 'config').map(({ text }) => text)).toEqual(['source=conf,target=/etc/c'])
    expect(fieldText(after, 'credential-spec')).toBe('config://conf')
    expect(commandFor('web', spec, after, references)).toEqual({
      text: `docker service update --credential-spec config://conf --network-add Back --secret-add source=key --config-add source=conf,target=/etc/c web`,
      complete: true,
      without: []
    })
  })
  it('is read only as far as it is needed, and missed by name', () => {
    expect(referencedKinds(draft)).toEqual(['secrets', 'configs', 'networks'])
    expect(referencedKinds({ settings: { 'credential-spec': 'file://x' } })).toEqual([])
    expect(missingReferences(draft, references)).toEqual([])
    expect(missingReferences(draft, { secrets: [], configs: [], networks: [] })).toEqual([
      { kind: 'networks', name: 'Back' },
      { kind: 'secrets', name: 'key' },
      { kind: 'configs', name: 'conf' },
      { kind: 'configs', name: 'conf' }
    ])
    expect(differingKinds(spec, applied({ lists: { secret: { add: ['key'] } } }))).toEqual(['secrets'])
  })
  it('is taken away by name, by id or by its place', () => {
    const after = applied(draft)
    const removed = applied(
      {
        lists: { secret: { remove: ['key'] }, config: { remove: ['/etc/c'] }, network: { remove: ['Back'] } }
      },
      after
    )
    expect(container(removed, 'Secrets')).toEqual([])
    // The one of the credential spec is no file, and stays.
    expect(container(removed, 'Configs')).toEqual([{ ConfigID: 'c1', ConfigName: 'conf', Runtime: {} }])
    expect(at(removed, 'TaskTemplate', 'Networks')).toEqual([])
  })
  it('has no command where the name leads elsewhere now', () => {
    const rotated = { ...references, secrets: [{ id: 's2', name: 'key' }] }
    const after = applied({ lists: { secret: { add: ['key'] } } })
    expect(commandFor('web', spec, after, rotated)).toMatchObject({ complete: false, without: ['secret'] })
  })
})

describe('capabilities', () => {
  const names = fc.subarray(['CAP_A', 'CAP_B', 'CAP_C', 'ALL'])
  const caps = fc
    .record({ add: names, drop: names })
    .map(({ add, drop }): Capabilities => mergedCapabilities({ add: [], drop: [] }, { add, drop }))
  it('go from any state to any other with one command', () => {
    fc.assert(
      fc.property(caps, caps, (before, after) => {
        const flags = capabilityFlags(before, after)
        expect(flags).toBeDefined()
        expect(mergedCapabilities(before, flags ?? after)).toEqual(after)
      })
    )
  })
  it('are taken back before they are added, as the CLI does', () => {
    const dropped = applied({ lists: { 'cap-drop': { add: ['net_admin'] } } })
    expect(container(dropped, 'CapabilityDrop')).toEqual(['CAP_NET_ADMIN'])
    const back = applied({ lists: { 'cap-add': { add: ['NET_ADMIN'] } } }, dropped)
    expect([container(back, 'CapabilityAdd'), container(back, 'CapabilityDrop')]).toEqual([
      undefined,
      undefined
    ])
    expect(
      container(applied({ lists: { 'cap-add': { add: ['NET_ADMIN'] } } }, back), 'CapabilityAdd')
    ).toEqual(['CAP_NET_ADMIN'])
    expect(capability('all')).toBe('ALL')
  })
})

describe('settings that depend on each other', () => {
  const problems = (draft: ChangeDraft, start = spec) => [...settingProblems(start, draft)]
  const off = applied({ settings: { 'no-healthcheck': 'true' } })
  it('are refused before the engine does', () => {
    expect(container(off, 'Healthcheck')).toEqual({ Test: ['NONE'] })
    expect(problems({ settings: { 'health-interval': '3s' } }, off)).toEqual([
      ['health-interval', 'health-off']
    ])
    expect(problems({ settings: { 'health-interval': '3s', 'no-healthcheck': 'false' } }, off)).toEqual([])
    expect(problems({ settings: { 'health-cmd': 'x', 'no-healthcheck': 'true' } })).toContainEqual([
      'no-healthcheck',
      'health-off'
    ])
    expect(problems({ settings: { 'memory-swap': '1g' } })).toEqual([['memory-swap', 'needs-memory-limit']])
    expect(problems({ settings: { 'memory-swap': '1g', 'limit-memory': '1g' } })).toEqual([])
    expect(problems({ lists: { 'log-opt': { add: ['a=b'] } } })).toEqual([['log-opt', 'needs-log-driver']])
    expect(problems({ settings: { 'max-concurrent': '2' } })).toEqual([['max-concurrent', 'whole']])
    expect(draftProblems(spec, { rollbackPolicy: { failureAction: 'rollback' } })).toEqual([
      'rollback.failureAction'
    ])
  })
  it('come back on when the health check is switched on again', () => {
    expect(container(applied({ settings: { 'no-healthcheck': 'false' } }, off), 'Healthcheck')).toEqual({})
  })
  it('that an engine is too old for are named with what they need', () => {
    const draft: ChangeDraft = {
      settings: { 'oom-score-adj': '5', 'health-start-interval': '3s', 'limit-memory': '1g' },
      lists: {
        mount: { add: ['source=d,target=/d,volume-subpath=x'] },
        'cap-add': { remove: ['CAP_KILL'] }
      }
    }
    expect(tooNew(draft, '1.41')).toEqual([
      { name: 'health-start-interval', needs: '1.44' },
      { name: 'oom-score-adj', needs: '1.46' },
      { name: 'mount', needs: '1.45' }
    ])
    expect(tooNew(draft, '1.52')).toEqual([])
    expect(tooNew({ settings: { 'oom-score-adj': '' } }, '1.41')).toEqual([])
  })
})

describe('lists whose order the CLI changes', () => {
  it('are sorted alike where the order means nothing, and left alone where it does', () => {
    const start = withAt(spec, ['TaskTemplate', 'Placement', 'Constraints'], ['node.role==worker'] as Json)
    const after = applied(
      { lists: { constraint: { add: ['node.id==a'] }, dns: { add: ['9.9.9.9', '1.1.1.1'] } } },
      start
    )
    expect(at(after, 'TaskTemplate', 'Placement', 'Constraints')).toEqual(['node.id==a', 'node.role==worker'])
    expect(at(after, 'TaskTemplate', 'ContainerSpec', 'DNSConfig', 'Nameservers')).toEqual([
      '9.9.9.9',
      '1.1.1.1'
    ])
    expect(commandFor('web', start, after).without).toEqual(['dns'])
  })
})
