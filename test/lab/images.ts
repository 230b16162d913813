import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { docker } from './engine'

const forever = 'trap "exit 0" TERM; echo "$0 starting"; while :; do sleep 1 & wait $!; done'

/** Test images of one static busybox, by tag; what each does is in its command. */
const images: Readonly<Record<string, readonly string[]>> = {
  v1: [command(forever)],
  v2: [command(forever)],
  v3: [command(forever)],
  bad: [command('echo "fatal: cannot read the configuration" >&2; sleep 1; exit 1')],
  slow: [
    command(forever),
    'HEALTHCHECK --interval=1s --timeout=2s --retries=30 CMD ["sh","-c","test $(cut -d. -f1 /proc/uptime) -gt 0 && sleep 1"]'
  ],
  // Ending with 0 would make the task "complete", and the health check's part in it would not be said.
  unhealthy: [
    command(forever.replace('exit 0', 'exit 143')),
    'HEALTHCHECK --interval=1s --timeout=2s --retries=2 CMD ["false"]'
  ],
  once: [command('sleep 1; echo done')],
  // Ends for want of memory where the service has a limit; the kernel says so to the engine only.
  hungry: [command('echo eating; x=a; while :; do x=$x$x$x$x; done')],
  chatty: [command('i=0; while [ $i -lt 500 ]; do i=$((i+1)); echo "line $i"; done; ' + forever)],
  hostile: [
    command(
      "printf '\\033[31mred\\033[0m <img src=x onerror=alert(1)>\\n\\342\\200\\256gnp.exe\\n'; " +
        "printf '\\033]8;;https://evil.example\\007click\\033]8;;\\007 \\033[2Jcleared\\nnul\\000 bell\\007\\n'; " +
        "head -c 1000000 /dev/zero | tr '\\0' y; echo; " +
        forever
    )
  ]
}

function command(script: string): string {
  return `CMD ${JSON.stringify(['sh', '-c', script])}`
}

/** Gives an engine the images demo:v1, v2, v3, bad, slow, unhealthy, once, hungry, chatty and hostile; no registry is needed. */
export function importImages(socket: string, folder: string): void {
  const tar = join(folder, 'rootfs.tar')
  if (!existsSync(tar)) makeRoot(folder, tar)
  for (const [tag, changes] of Object.entries(images)) {
    docker(
      socket,
      'import',
      ...changes.flatMap((change) => ['--change', change]),
      '--change',
      `LABEL tag=${tag}`,
      tar,
      `demo:${tag}`
    )
  }
}

function makeRoot(folder: string, tar: string): void {
  const rootfs = join(folder, 'rootfs')
  for (const part of ['bin', 'etc', 'tmp', 'proc', 'sys', 'dev'])
    mkdirSync(join(rootfs, part), { recursive: true })
  copyFileSync('/usr/bin/busybox', join(rootfs, 'bin', 'busybox'))
  const applets = spawnSync('/usr/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout.split('\n')
  for (const applet of applets)
    if (applet !== '' && applet !== 'busybox') symlinkSync('busybox', join(rootfs, 'bin', applet))
  const packed = spawnSync('tar', ['-C', rootfs, '-cf', tar, '.'])
  if (packed.status !== 0) throw new Error('the root file system of the test images could not be packed')
  rmSync(rootfs, { recursive: true })
}
