import { createHash } from 'node:crypto'

/** What running an image does. Times are milliseconds after the start. */
export interface Behaviour {
  /** Until the health check succeeds. */
  readonly healthyAfter?: number
  /** The program ends by itself. */
  readonly endsAfter?: number
  readonly exitCode?: number
  /** The engine's words for the end, when it is not the exit code alone. */
  readonly error?: string
  readonly lines: readonly string[]
}

const works = (name: string): Behaviour => ({
  lines: [`${name} starting`, 'listening on :8080', 'GET /healthz 200']
})
const crashes = (...lines: string[]): Behaviour => ({ endsAfter: 1000, exitCode: 1, lines })
const unhealthy: Behaviour = {
  healthyAfter: 60_000,
  endsAfter: 4000,
  exitCode: 137,
  error: 'task: non-zero exit (137): dockerexec: unhealthy container',
  lines: ['starting', 'GET /healthz 503']
}
const hostile: Behaviour = {
  lines: [
    '\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>',
    '\u202egnp.exe',
    'x'.repeat(20_000),
    '{{7*7}} ${7*7}'
  ]
}

const shop = 'registry.example.com/shop/'
const metrics = 'registry.example.com/metrics/'

/** Images that a registry knows, with what they do. */
const published: Readonly<Record<string, Behaviour>> = {
  [`${shop}web:4.1.0`]: works('web 4.1.0'),
  [`${shop}web:4.2.0`]: works('web 4.2.0'),
  [`${shop}web:4.3.0`]: works('web 4.3.0'),
  [`${shop}web:4.3.0-broken`]: crashes(
    'web 4.3.0 starting',
    'fatal: cannot read /etc/web/config.yml: no such file'
  ),
  [`${shop}web:4.4.0-slow`]: { ...works('web 4.4.0'), healthyAfter: 8000 },
  [`${shop}web:4.4.0-unhealthy`]: unhealthy,
  [`${shop}api:2.7.1`]: works('api 2.7.1'),
  [`${shop}api:2.8.0`]: works('api 2.8.0'),
  [`${shop}api:2.9.0-broken`]: crashes('api 2.9.0 starting', 'fatal: relation "orders_v2" does not exist'),
  [`${shop}worker:1.12.0`]: works('worker 1.12.0'),
  [`${shop}worker:1.13.0`]: works('worker 1.13.0'),
  [`${shop}cache:7.2`]: works('cache 7.2'),
  [`${metrics}agent:0.9.4`]: works('agent 0.9.4'),
  [`${metrics}agent:0.9.5`]: works('agent 0.9.5'),
  [`${metrics}dashboard:11.1`]: works('dashboard 11.1'),
  'registry.example.com/tools/mailer:3.0.2': works('mailer 3.0.2')
}

/** Images that lie on the nodes and in no registry, as in the lab of real engines. */
const local: Readonly<Record<string, Behaviour>> = {
  'demo:v1': works('v1'),
  'demo:v2': works('v2'),
  'demo:v3': works('v3'),
  'demo:bad': crashes('starting', 'fatal: cannot read the configuration'),
  'demo:slow': { ...works('slow'), healthyAfter: 4000 },
  'demo:unhealthy': unhealthy,
  'demo:chatty': { lines: Array.from({ length: 500 }, (_, place) => `line ${String(place + 1)}`) },
  'demo:hostile': hostile
}

const withoutDigest = (image: string): string => image.replace(/@.*$/, '')

/** What an image does when it runs, or undefined when no node can get it. */
export const behaviourOf = (image: string): Behaviour | undefined =>
  published[withoutDigest(image)] ?? local[withoutDigest(image)]

/** The digest under which the registry has an image, or undefined. */
export const digestOf = (image: string): string | undefined =>
  published[withoutDigest(image)] &&
  `sha256:${createHash('sha256').update(withoutDigest(image)).digest('hex')}`

/** Whether the image's registry can be reached from the model: only its own can. */
export const hasRegistry = (image: string): boolean => image.startsWith('registry.example.com/')
