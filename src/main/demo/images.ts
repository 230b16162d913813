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
  /** What the health check prints. */
  readonly checks?: readonly string[]
  readonly outOfMemory?: boolean
  /** What it goes on to print while it runs, over and over. */
  readonly chatter?: readonly string[]
}

const works = (name: string): Behaviour => ({
  lines: [`${name} starting`, 'listening on :8080', 'GET /healthz 200']
})
/** A program that many people use: its log never rests. */
const serves = (name: string): Behaviour => ({
  ...works(name),
  chatter: [
    '\u001b[32mINFO\u001b[0m  GET /cart 200 12 ms',
    '\u001b[32mINFO\u001b[0m  GET /healthz 200 1 ms',
    '\u001b[32mINFO\u001b[0m  POST /orders 201 48 ms',
    '\u001b[33mWARN\u001b[0m  slow answer: GET /search 200 1840 ms',
    '\u001b[36mDEBUG\u001b[0m cache hit cart:8841',
    '\u001b[32mINFO\u001b[0m  GET /products/17 200 9 ms',
    '\u001b[31mERROR\u001b[0m GET /orders/404404 500 no such order',
    '\u001b[32mINFO\u001b[0m  GET / 200 4 ms'
  ]
})
const crashes = (...lines: string[]): Behaviour => ({ endsAfter: 1000, exitCode: 1, lines })
const unhealthy: Behaviour = {
  healthyAfter: 60_000,
  endsAfter: 4000,
  exitCode: 137,
  error: 'task: non-zero exit (137): dockerexec: unhealthy container',
  lines: ['starting', 'GET /healthz 503'],
  checks: ['HTTP 503', 'HTTP 503']
}
const hostile: Behaviour = {
  lines: [
    '\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>',
    '\u202egnp.exe',
    'x'.repeat(20_000),
    '{{7*7}} ${7*7}',
    '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007 \u001b[8mhidden\u001b[0m \u001b[2Jcleared',
    'nul\u0000 bell\u0007 back\b\b\bspace \u009b31mc1 \u200b\u200f\ufeff',
    '<svg onload=alert(1)><style>*{display:none}</style></li></ol><script>alert(1)</script>',
    'y'.repeat(1_000_000)
  ]
}

const shop = 'registry.example.com/shop/'
const metrics = 'registry.example.com/metrics/'
const tools = 'registry.example.com/tools/'

/** Images that a registry knows, in the order in which they were built, with what they do. */
export const published: Readonly<Record<string, Behaviour>> = {
  [`${shop}web:3.9.0`]: serves('web 3.9.0'),
  [`${shop}web:4.0.0`]: serves('web 4.0.0'),
  [`${shop}web:4.1.0`]: serves('web 4.1.0'),
  [`${shop}api:2.7.1`]: serves('api 2.7.1'),
  [`${shop}worker:1.11.4`]: serves('worker 1.11.4'),
  [`${shop}web:4.2.0`]: serves('web 4.2.0'),
  [`${shop}api:2.8.0`]: serves('api 2.8.0'),
  [`${shop}worker:1.12.0`]: serves('worker 1.12.0'),
  [`${shop}cache:7.2`]: works('cache 7.2'),
  [`${metrics}agent:0.9.4`]: works('agent 0.9.4'),
  [`${metrics}dashboard:11.1`]: works('dashboard 11.1'),
  [`${tools}mailer:3.0.2`]: works('mailer 3.0.2'),
  [`${shop}web:4.3.0-broken`]: crashes(
    'web 4.3.0 starting',
    'fatal: cannot read /etc/web/config.yml: no such file'
  ),
  [`${shop}web:4.3.0`]: serves('web 4.3.0'),
  [`${shop}web:4.4.0-slow`]: { ...serves('web 4.4.0'), healthyAfter: 8000 },
  [`${shop}web:4.4.0-unhealthy`]: unhealthy,
  [`${shop}api:2.9.0-broken`]: crashes('api 2.9.0 starting', 'fatal: relation "orders_v2" does not exist'),
  [`${shop}worker:1.13.0`]: serves('worker 1.13.0'),
  [`${metrics}agent:0.9.5`]: works('agent 0.9.5'),
  [`${tools}mailer:3.1.0`]: works('mailer 3.1.0')
}

/** Images that lie on the nodes and in no registry, as in the lab of real engines. */
const local: Readonly<Record<string, Behaviour>> = {
  'demo:v1': works('v1'),
  'demo:v2': works('v2'),
  'demo:v3': works('v3'),
  'demo:bad': crashes('starting', 'fatal: cannot read the configuration'),
  'demo:slow': { ...works('slow'), healthyAfter: 4000 },
  'demo:unhealthy': unhealthy,
  'demo:once': { endsAfter: 1000, exitCode: 0, lines: ['done'] },
  'demo:hungry': {
    endsAfter: 1000,
    exitCode: 137,
    lines: ['eating'],
    outOfMemory: true
  },
  'demo:chatty': { lines: Array.from({ length: 500 }, (_, place) => `line ${String(place + 1)}`) },
  'demo:hostile': hostile,
  'demo:flood': {
    lines: Array.from({ length: 100_000 }, (_, place) => `flood ${String(place + 1)} of 100000`)
  }
}

const withoutDigest = (image: string): string => image.replace(/@.*$/, '')

/** What an image does when it runs, or undefined when no node can get it. */
export const behaviourOf = (image: string): Behaviour | undefined =>
  published[withoutDigest(image)] ?? local[withoutDigest(image)]
