import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of PEM files in one folder, as Docker names them. */
export interface Files {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** Signs a certificate for these names; `from` and `to` are days from now. */
  sign(
    name: string,
    options?: { readonly names?: string; readonly from?: number; readonly to?: number }
  ): Files
}

function openssl(folder: string, ...args: string[]): void {
  const ran = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${ran.stderr}`)
}

const day = 86_400_000
const date = (days: number) =>
  new Date(Date.now() + days * day)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')

/** Makes a certificate authority of openssl's in a folder of its own. */
export function createAuthority(folder: string): Authority {
  mkdirSync(folder, { recursive: true })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    folder,
    ...[
      'req',
      '-x509',
      ...curve,
      '-keyout',
      'ca-key.pem',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=lab',
      '-days',
      '3650'
    ]
  )
  writeFileSync(join(folder, 'index'), '')
  writeFileSync(
    join(folder, 'ca.conf'),
    `[ca]\ndefault_ca=lab\n[lab]\ndatabase=index\nserial=serial\nnew_certs_dir=.\nprivate_key=ca-key.pem\ncertificate=ca.pem\ndefault_md=sha256\npolicy=any\nunique_subject=no\nrand_serial=yes\ncopy_extensions=copy\n[any]\ncommonName=supplied\n`
  )
  return {
    sign(name, { names = 'DNS:localhost,IP:127.0.0.1', from = -1, to = 3650 } = {}) {
      const [key, csr, cert] = [`${name}-key.pem`, `${name}.csr`, `${name}.pem`]
      openssl(
        folder,
        ...['req', '-new', ...curve, '-keyout', key, '-out', csr, '-subj', `/CN=${name}`],
        ...['-addext', `subjectAltName=${names}`]
      )
      openssl(
        folder,
        ...['ca', '-batch', '-notext', '-config', 'ca.conf', '-in', csr, '-out', cert],
        ...['-startdate', date(from), '-enddate', date(to)]
      )
      return { ca: join(folder, 'ca.pem'), cert: join(folder, cert), key: join(folder, key) }
    }
  }
}
