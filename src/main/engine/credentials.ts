import { spawn } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { at, objectAt, textAt, type Json } from '../../domain/json'
import type { Logins } from '../../shared/contract'
import { parseJson } from '../core/json'
import { configFolder, type DockerSurroundings } from './contexts'

/** A login as the Docker CLI keeps it; never stored, logged or sent to the window. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly token: string }

/** Milliseconds that a credential helper may take, and the bytes it may print. */
const helperPatience = 10_000
const mostPrinted = 64 * 1024

/** The name under which Docker keeps a registry's login. */
export const loginServer = (registry: string): string =>
  registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry

/**
 * The login for a registry as the Docker CLI finds it: the registry's own helper, else the general one, else `auths`
 * (docker/cli, config/configfile). Undefined when there is none or it cannot be read.
 */
export async function findCredentials(
  surroundings: DockerSurroundings,
  registry: string,
  patience = helperPatience
): Promise<Credentials | undefined> {
  const place = placeOf(readConfig(surroundings), registry)
  if (place === undefined) return undefined
  return place.helper === undefined
    ? fromAuths(place.entry)
    : askHelper(surroundings, place.helper, loginServer(registry), patience)
}

/** From where logins would come, by registry; reads the Docker CLI's file and asks no helper. */
export function knownLogins(surroundings: DockerSurroundings): Logins {
  const config = readConfig(surroundings)
  const store = textAt(config, 'credsStore') ?? ''
  const named = [objectAt(config, 'credHelpers'), objectAt(config, 'auths')]
    .flatMap(Object.keys)
    .map(registryOf)
  const registries = [...new Set(named)].sort().flatMap((registry) => {
    const place = placeOf(config, registry)
    if (place?.helper !== undefined) return [{ registry, helper: place.helper }]
    return place && fromAuths(place.entry) ? [{ registry }] : []
  })
  return { file: configFile(surroundings), ...(isHelper(store) ? { store } : {}), registries }
}

/** Where the login for a registry is looked for, and nowhere else: with a helper, or in an entry of `auths`. */
function placeOf(
  config: Json,
  registry: string
): { readonly helper?: string; readonly entry?: Json } | undefined {
  const server = loginServer(registry)
  const helper = textAt(config, 'credHelpers', server) ?? textAt(config, 'credsStore') ?? ''
  if (helper !== '') return isHelper(helper) ? { helper } : undefined
  const auths = objectAt(config, 'auths')
  const key = server in auths ? server : Object.keys(auths).find((name) => hostOf(name) === registry)
  const entry = key === undefined ? undefined : auths[key]
  return entry === undefined ? undefined : { entry }
}

/** Whether it can be a helper's name, and not the path of another program. */
const isHelper = (name: string): boolean => /^[a-z0-9-]+$/.test(name)

/** The registry whose login stands under a name. */
const registryOf = (name: string): string => (name === loginServer('docker.io') ? 'docker.io' : hostOf(name))

const configFile = (surroundings: DockerSurroundings): string =>
  join(configFolder(surroundings), 'config.json')

function readConfig(surroundings: DockerSurroundings): Json {
  try {
    return parseJson(readFileSync(configFile(surroundings), 'utf8'))
  } catch {
    return {}
  }
}

/** An old login may stand under a whole address. */
const hostOf = (name: string): string => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '')

function fromAuths(entry: Json | undefined): Credentials | undefined {
  const token = textAt(entry, 'identitytoken')
  if (token) return { kind: 'identity', token }
  const auth = textAt(entry, 'auth')
  const [username, password] = auth
    ? split(Buffer.from(auth, 'base64').toString('utf8'))
    : [textAt(entry, 'username'), textAt(entry, 'password')]
  return username && password ? { kind: 'password', username, password } : undefined
}

function split(text: string): readonly [string, string] | readonly [undefined, undefined] {
  const mark = text.indexOf(':')
  if (mark <= 0) return [undefined, undefined]
  return [text.slice(0, mark), text.slice(mark + 1).replace(/^\0+|\0+$/g, '')]
}

async function askHelper(
  surroundings: DockerSurroundings,
  name: string,
  server: string,
  patience: number
): Promise<Credentials | undefined> {
  const program = findProgram(surroundings, `docker-credential-${name}`)
  if (program === undefined) return undefined
  const printed = await run(program, server, surroundings, patience)
  try {
    const answer = parseJson(printed ?? '')
    const username = textAt(answer, 'Username')
    const secret = at(answer, 'Secret')
    if (!username || typeof secret !== 'string' || secret === '') return undefined
    return username === '<token>'
      ? { kind: 'identity', token: secret }
      : { kind: 'password', username, password: secret }
  } catch {
    return undefined
  }
}

/** Only whole paths, never the current folder; a window's own PATH on macOS lacks where Docker puts its helpers. */
function findProgram({ env, platform }: DockerSurroundings, name: string): string | undefined {
  const usual =
    platform === 'darwin'
      ? ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Docker.app/Contents/Resources/bin']
      : []
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).concat(usual)
  return folders
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, platform === 'win32' ? `${name}.exe` : name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** What the helper prints for a server; undefined when it fails, prints too much or does not end in time. */
function run(
  program: string,
  server: string,
  { env }: DockerSurroundings,
  patience: number
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true
    })
    let printed = ''
    const end = (answer: string | undefined) => {
      clearTimeout(timer)
      resolve(answer)
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => end(undefined), patience)
    child.on('error', () => end(undefined))
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (chunk: string) => {
      printed += chunk
      if (printed.length > mostPrinted) end(undefined)
    })
    child.on('close', (code) => end(code === 0 ? printed : undefined))
    child.stdin.on('error', () => undefined)
    child.stdin.end(server)
  })
}
