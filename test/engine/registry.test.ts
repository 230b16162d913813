import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { imageOf } from '../../src/domain/service'
import { isWanted } from '../../src/domain/task'
import { systemClock } from '../../src/main/core/clock'
import type { Engine, Registry } from '../../src/main/core/ports'
import { createSkep, type Skep } from '../../src/main/core/skep'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Method, Output } from '../../src/shared/contract'
import { docker } from '../lab/engine'
import { registryUser, startRegistry, type LabRegistry } from '../lab/registry'
import { quietPorts } from '../support/quiet-ports'
import { eventually } from './harness'

/** Debian's docker-registry beside a real dockerd, open and behind htpasswd, over the same images. */
const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging: { socket: string } }

describe('a real registry', () => {
  const { socket } = lab.staging
  const folder = mkdtempSync('/var/tmp/skep-registry-')
  const endpoint = { kind: 'unix', path: socket } as const
  let open: LabRegistry
  let closed: LabRegistry
  let engine: Engine
  let registry: Registry
  let skep: Skep
  let context: string
  const ends: (() => void)[] = []

  async function call<M extends Method>(method: M, input?: unknown): Promise<Output<M>> {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }

  beforeAll(async () => {
    const namespace = readFileSync(join(dirname(socket), 'namespace'), 'utf8')
    const images = join(folder, 'images')
    open = await startRegistry({ folder: images, namespace, login: false })
    closed = await startRegistry({ folder: images, namespace, login: true })
    for (const tag of ['v1', 'v2', 'v3']) {
      docker(socket, 'tag', `demo:${tag}`, `${open.host}/shop/web:${tag}`)
      docker(socket, 'push', `${open.host}/shop/web:${tag}`)
    }
    docker(socket, 'tag', 'demo:v1', `${open.host}/shop/hidden:v1`)
    docker(socket, 'push', `${open.host}/shop/hidden:v1`)
    const engines = createEngines({
      env: { DOCKER_CONFIG: folder },
      home: folder,
      platform: 'linux',
      demo: () => {
        throw new Error('no demo')
      }
    })
    engine = await engines.connect(endpoint, { readOnly: true })
    registry = engines.registry(endpoint)
    const opened = openJournal(join(folder, 'journal.db'), Date.now)
    ends.push(() => opened.journal.close())
    skep = createSkep({
      ...quietPorts,
      engines,
      journal: opened.journal,
      settings: createSettings(folder),
      clock: systemClock,
      random: () => 0.01,
      locale: 'en',
      versions: { skep: 'test', electron: 'none' },
      publish: () => undefined
    })
    const saved = { name: 'lab', endpoint, mode: 'full', environment: 'dev' }
    context = (await call('contexts.save', saved)).id
    await call('contexts.connect', { context })
    await eventually(
      async () => (await call('contexts.list'))[0]?.connection.state,
      (state) => state === 'live',
      'the context is live'
    )
  })
  afterAll(async () => {
    await skep?.stop()
    for (const end of ends) end()
    engine?.close()
    open?.stop()
    closed?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const logIn = (password: string) => {
    const auth = Buffer.from(`${registryUser.username}:${password}`).toString('base64')
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [closed.host]: { auth } } }))
  }

  it('tells its tags with the digests and platforms that the engine finds, and the dates of the images', async () => {
    const { tags } = await registry.tags(`${open.host}/shop/web`)
    expect(tags.map(({ name }) => name).sort()).toEqual(['v1', 'v2', 'v3'])
    for (const tag of tags) {
      const image = `${open.host}/shop/web:${tag.name}`
      const found = await engine.distribution(image)
      expect(tag.digest).toBe(found.digest)
      expect(await registry.digest(image)).toBe(found.digest)
      expect(await registry.distribution(image)).toEqual(found)
      const created = docker(socket, 'inspect', '--format', '{{.Created}}', `demo:${tag.name}`)
      expect(tag.created).toBe(Date.parse(created))
    }
  })

  it('knows no other tag or image, by the words of its own', async () => {
    await expect(registry.digest(`${open.host}/shop/web:v9`)).rejects.toMatchObject({
      code: 'registry-no-image'
    })
    await expect(registry.tags(`${open.host}/none`)).rejects.toMatchObject({ code: 'registry-no-image' })
    await expect(engine.distribution(`${open.host}/shop/web:v9`)).rejects.toThrow('manifest unknown')
  })

  it('shows nothing behind htpasswd without the right login', async () => {
    const tags = () => registry.tags(`${closed.host}/shop/web`)
    writeFileSync(join(folder, 'config.json'), '{}')
    await expect(tags()).rejects.toMatchObject({ code: 'registry-login' })
    logIn('wrong')
    await expect(tags()).rejects.toMatchObject({ code: 'registry-login' })
    logIn(registryUser.password)
    expect((await tags()).tags).toHaveLength(3)
  })

  /** Removes the images from the engine, so that its node has to pull them. */
  const forget = (host: string) =>
    docker(socket, 'rmi', '-f', ...['v1', 'v2', 'v3'].map((tag) => `${host}/shop/web:${tag}`))

  async function withService(name: string, image: string, work: () => Promise<void>): Promise<void> {
    const options = ['--update-monitor', '100ms', '--stop-grace-period', '1s', '--restart-condition', 'none']
    docker(socket, 'service', 'create', '-d', '--no-resolve-image', '--name', name, ...options, image)
    try {
      await work()
    } finally {
      docker(socket, 'service', 'rm', name)
    }
  }

  const runs = (name: string, image: string) =>
    eventually(
      async () => (await engine.tasks({ service: (await engine.inspect(name)).id })).filter(isWanted),
      (tasks) =>
        tasks.some(
          (task) => task.state === 'running' && imageOf({ TaskTemplate: task.spec }).startsWith(image)
        ),
      `${name} runs ${image}`
    )

  it('gives the update its digest, and the nodes pull just that', async () => {
    await withService('registry-open', 'demo:v1', async () => {
      const image = `${open.host}/shop/web:v2`
      const plan = await call('updates.plan', { context, service: 'registry-open', draft: { image } })
      const { digest } = await engine.distribution(image)
      expect(plan.command).toContain(`--image ${image}@${digest}`)
      const checks = plan.checks.map(({ code, result }) => `${code} ${result}`)
      expect(checks).toEqual(expect.arrayContaining(['image-found ok', 'nodes-fit ok', 'login-needless ok']))
      forget(open.host)
      await call('updates.apply', { plan: plan.id, hash: plan.hash })
      await runs('registry-open', image)
      expect(imageOf((await engine.inspect('registry-open')).spec)).toBe(`${image}@${digest}`)
      const standing = () => call('registry.standing', { context, service: 'registry-open' })
      expect(await standing()).toMatchObject({ tag: 'v2', state: 'same' })
      docker(socket, 'tag', 'demo:v3', image)
      docker(socket, 'push', image)
      expect(await standing()).toMatchObject({ state: 'moved', pinned: digest })
      const missing = await call('updates.plan', {
        context,
        service: 'registry-open',
        draft: { image: `${open.host}/shop/web:v9` }
      })
      expect(missing.checks[0]).toMatchObject({ code: 'image-missing', result: 'failed' })
    })
  })

  it('warns where it is private, and the nodes pull it with the login that went along', async () => {
    await withService('registry-closed', 'demo:v1', async () => {
      const image = `${closed.host}/shop/web:v1`
      const plan = (draft: object) =>
        call('updates.plan', { context, service: 'registry-closed', draft: { image, ...draft } })
      const codes = async (draft: object) => (await plan(draft)).checks.map(({ code }) => code)
      writeFileSync(join(folder, 'config.json'), '{}')
      expect(await codes({})).toEqual(expect.arrayContaining(['login-kept', 'image-private']))
      logIn(registryUser.password)
      expect(await codes({})).toEqual(expect.arrayContaining(['login-at-hand', 'image-found']))
      const found = await plan({ withRegistryAuth: true })
      expect(found.checks.map(({ code }) => code)).toContain('login-sent')
      const digest = await registry.digest(image)
      expect(found.command).toContain(`${image}@${digest} --with-registry-auth`)
      await call('updates.apply', { plan: found.id, hash: found.hash })
      await runs('registry-closed', image)
      // The engine keeps the login with the service: the next update needs none, and says that it cannot know.
      const next = await call('updates.plan', {
        context,
        service: 'registry-closed',
        draft: { image: `${closed.host}/shop/web:v3` }
      })
      expect(next.checks.map(({ code }) => code)).toContain('login-at-hand')
      await call('updates.apply', { plan: next.id, hash: next.hash })
      await runs('registry-closed', `${closed.host}/shop/web:v3`)
    })
  })

  it('that nodes may not pull ends as Docker’s “No such image”', async () => {
    await withService('registry-refused', 'demo:v1', async () => {
      logIn(registryUser.password)
      const image = `${closed.host}/shop/hidden:v1`
      const draft = { image, settings: { 'restart-condition': 'none' } }
      const plan = await call('updates.plan', { context, service: 'registry-refused', draft })
      await call('updates.apply', { plan: plan.id, hash: plan.hash })
      const { id } = await engine.inspect('registry-refused')
      const tasks = await eventually(
        () => engine.tasks({ service: id }),
        (found) => found.some((task) => task.state === 'rejected'),
        'a task is rejected'
      )
      expect(tasks.find((task) => task.state === 'rejected')?.error).toContain('No such image')
    })
  })
})
