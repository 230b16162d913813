import type { Expectation } from '../../domain/field-forms'

/** What a setting takes, in English: to go on after “expected:” and between brackets. */
export const expects: Readonly<Record<Expectation, string>> = {
  choice: 'one of the values offered',
  duration: 'a time such as 10s or 1m30s',
  bytes: 'an amount such as 512MiB or 1.5GiB',
  swap: 'an amount such as 512MiB, or -1 for no limit',
  swappiness: 'a whole number from 0 to 100, or -1',
  cpus: 'a number of CPUs such as 0.5 or 2',
  whole: 'a whole number, 0 or more',
  'oom-score': 'a whole number from -1000 to 1000',
  words: 'words as a shell takes them, every quote closed',
  'credential-spec': 'config://, file:// or registry:// with a name',
  'needs-memory-limit': 'a memory limit beside it',
  'health-off': 'a health check that is switched on: one that is off has no settings',
  constraint: 'an attribute, == or != and a value, such as node.labels.zone==a',
  spread: 'what to spread over, such as node.labels.zone',
  capability: 'a capability such as NET_ADMIN',
  label: 'a name without blanks, and a value',
  host: 'a host’s name, and an IP address',
  address: 'an IP address such as 1.1.1.1',
  text: 'a text without blanks',
  publish: 'ports from 1 to 65535, with one inside the task',
  mount: 'a target that begins with /, a source for a bind mount, and options of its own type',
  ulimit: 'a name and whole numbers, such as nofile=1024:2048',
  sysctl: 'a name that Docker allows (net.…, fs.mqueue.… or kernel.msg…, sem, shm…), and a value',
  resource: 'a kind and a whole number, such as gpu=1',
  file: 'a name, and a mode in octal such as 0440',
  network: 'a network’s name, and driver options as key=value',
  'needs-log-driver': 'a log driver beside it'
}
