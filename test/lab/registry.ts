import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A registry of the tests' own at the same port of two loopbacks: an engine's, in its namespace, and this machine's. */
export interface LabRegistry {
  /** `127.0.0.1:PORT`, as in image names. */
  readonly host: string
  readonly pids: readonly number[]
  stop(): void
}

export const registryUser = { username: 'ann', password: 'correct-horse-battery' }

/** Made once with bcrypt, of which Node has none. */
const htpasswd = 'ann:$2y$05$v0zNh7tOTJ.fBSw6oJ7AMueaM7CopCIFD6kkQF.e/TD81ckeB9zH.\n'

/** Starts Debian's docker-registry over `folder`, wanting a login or not; several may share a folder's images. */
export async function startRegistry(options: {
  readonly folder: string
  readonly namespace: string
  readonly login: boolean
  /** Whether it outlives who started it, who then ends it by its pids. */
  readonly stays?: boolean
}): Promise<LabRegistry> {
  const port = await freePort()
  const host = `127.0.0.1:${String(port)}`
  mkdirSync(options.folder, { recursive: true })
  const users = join(options.folder, 'htpasswd')
  writeFileSync(users, htpasswd)
  const config = join(options.folder, `${String(port)}.yml`)
  const auth = options.login ? { htpasswd: { realm: 'lab', path: users } } : undefined
  const storage = { filesystem: { rootdirectory: join(options.folder, 'images') } }
  // JSON is YAML too.
  const written = { version: 0.1, log: { level: 'error' }, storage, http: { addr: host }, ...{ auth } }
  writeFileSync(config, JSON.stringify(written))
  const inside = ['nsenter', `--net=/run/netns/${options.namespace}`]
  const serve = ['docker-registry', 'serve', config]
  const stays = options.stays ?? false
  const children = [start(serve, stays), start([...inside, ...serve], stays)]
  try {
    await until(() => reaches(port), 'the registry answers')
    await until(
      () =>
        Promise.resolve(
          spawnSync(inside[0]!, [inside[1]!, ...knock(port)], { stdio: 'ignore', timeout: 5000 }).status === 0
        ),
      'the registry answers beside the engine'
    )
  } catch (error) {
    for (const child of children) child.kill()
    throw error
  }
  return {
    host,
    pids: children.flatMap(({ pid }) => pid ?? []),
    stop() {
      for (const child of children) child.kill()
    }
  }
}

const knock = (port: number) => ['busybox', 'nc', '-w', '2', '127.0.0.1', String(port)]

function start([command = '', ...args]: readonly string[], stays: boolean): ChildProcess {
  const env = { PATH: process.env['PATH'] }
  const child = spawn(command, args, { stdio: 'ignore', env, detached: stays })
  if (stays) child.unref()
  return child
}

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 200) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
