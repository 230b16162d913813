import { describe, expect, it } from 'vitest'
import type { Language } from '../shared/contract'
import { texts } from '../shared/messages'
import { dossierTexts } from '../shared/messages/dossier'
import { causeOf, reasonCodes, unfitNodes, type Reason, type ReasonCode, type RegistryWord } from './reason'
import type { Task } from './task'

const task = (error: string, over: Partial<Task> = {}): Task => ({
  ...{ id: 't', serviceId: 's', slot: 1, createdAt: 0, updatedAt: 0, spec: {}, since: 0, message: '' },
  ...{ state: 'failed', desiredState: 'shutdown', error },
  ...over
})

/** The engine's own words, measured on 20.10.24 or from the source of swarmkit and moby, with what they come from. */
const words: readonly (readonly [string, ReasonCode, Partial<Task>?])[] = [
  ['No such image: web:9', 'no-such-image'],
  ['pull access denied for web, repository does not exist', 'no-such-image'],
  ['no suitable node (scheduling constraints not satisfied on 3 nodes)', 'no-suitable-node'],
  ['no suitable node (1 node not available for new tasks)', 'node-unavailable'],
  ['no suitable node (insufficient resources on 2 nodes)', 'insufficient-resources'],
  ['no suitable node (max replicas per node limit exceed)', 'max-replicas'],
  ['no suitable node (unsupported platform on 3 nodes)', 'platform'],
  ['no suitable node (missing plugin on 3 nodes)', 'plugin-missing'],
  ['no suitable node (host-mode port already in use on 1 node)', 'port-taken'],
  [
    'no suitable node (scheduling constraints not satisfied on 2 nodes; insufficient resources on 1 node)',
    'insufficient-resources'
  ],
  ['task: non-zero exit (137): dockerexec: unhealthy container', 'unhealthy', { exitCode: 137 }],
  ['task: non-zero exit (1)', 'exit-code', { exitCode: 1 }],
  ['task: non-zero exit (137)', 'killed', { exitCode: 137 }],
  ['OCI runtime error: container killed: out of memory', 'out-of-memory'],
  ['Bind for 0.0.0.0:80 failed: port is already allocated', 'port-taken'],
  [
    'invalid mount config for type "bind": bind source path does not exist: /data',
    'mount-missing',
    { state: 'rejected' }
  ],
  ['secret web_key not found', 'secret-missing', { state: 'rejected' }],
  ['config web_conf not found', 'config-missing', { state: 'rejected' }],
  ['could not find network back', 'network-missing', { state: 'rejected' }],
  ['exec: "serve": executable file not found in $PATH: unknown', 'command-missing'],
  ['exec: "/etc": permission denied: unknown', 'command-refused'],
  ['unable to find user nobody1: no matching entries in passwd file', 'user-missing'],
  ['', 'ended', { state: 'complete', message: 'finished' }],
  ['the node said no', 'rejected', { state: 'rejected' }],
  ['something new', 'other']
]

describe('why a task failed', () => {
  it.each(words.map(([error, code, over = {}]) => ({ error, code, over })))(
    '$error',
    ({ error, code, over }) => {
      const { error: _none, ...silent } = task(error, over)
      expect(causeOf(error === '' ? silent : task(error, over))).toBe(code)
    }
  )
})

describe('why nodes take no task', () => {
  it('is told for each kind of node, with how many they are', () => {
    const error =
      'no suitable node (scheduling constraints not satisfied on 2 nodes; insufficient resources on 1 node; 3 nodes not available for new tasks)'
    expect(unfitNodes(error)).toEqual([
      { code: 'no-suitable-node', nodes: 2 },
      { code: 'insufficient-resources', nodes: 1 },
      { code: 'node-unavailable', nodes: 3 }
    ])
    expect(unfitNodes('No such image: web:9')).toEqual([])
  })
})

describe.each(['en', 'fr'] as const)('the words for each cause, in %s', (language: Language) => {
  const registries: readonly (RegistryWord | undefined)[] = [
    ...(['missing', 'private', 'present', 'unreachable'] as const),
    undefined
  ]
  const cases = reasonCodes.flatMap((code) =>
    (code === 'no-such-image' ? registries : [undefined]).map((registry) => ({ code, registry }))
  )
  const other = language === 'en' ? 'fr' : 'en'

  it.each(cases)('$code $registry', ({ code, registry }) => {
    const reason: Reason = {
      ...{ code, error: '', tasks: 1, slots: [], nodes: [], task: 't', at: 0 },
      ...(code === 'exit-code' ? { exitCode: 3 } : {}),
      ...(registry ? { registry } : {})
    }
    const failing = { reason, atStart: true, outOfMemory: false, lasts: '1 s' }
    const said = (tongue: Language) => [
      texts[tongue].reason[code](reason),
      dossierTexts[tongue].todo[code](reason),
      `New tasks ${dossierTexts[tongue].does[code](failing)}.`
    ]
    for (const sentence of said(language)) {
      expect(sentence).toMatch(/^\p{L}.{8,}\.$/su)
      expect(sentence).not.toMatch(/undefined|NaN|\?\.$/)
    }
    for (const [place, sentence] of said(language).entries()) expect(sentence).not.toBe(said(other)[place])
  })

  it('tells a private registry from a missing image, memory from another kill, and an early crash from a late one', () => {
    const { does, todo } = dossierTexts[language]
    const reason: Reason = {
      ...{ code: 'no-such-image', error: '', tasks: 1, slots: [], nodes: [], task: 't', at: 0 }
    }
    const failing = { reason, atStart: true, outOfMemory: false, lasts: '40 s' }
    expect(
      new Set(
        registries.map((registry) => todo['no-such-image'](registry ? { ...reason, registry } : reason))
      ).size
    ).toBe(4)
    expect(does.killed({ ...failing, outOfMemory: true })).toBe(does['out-of-memory'](failing))
    expect(does.killed(failing)).not.toBe(does['out-of-memory'](failing))
    expect(does['exit-code'](failing)).not.toContain('40 s')
    expect(does['exit-code']({ ...failing, atStart: false })).toContain('40 s')
  })
})
