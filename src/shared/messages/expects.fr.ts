import type { Expectation } from '../../domain/field-forms'

/** What a setting takes, in French: to go on after “attendu :” and between brackets. */
export const expects: Readonly<Record<Expectation, string>> = {
  choice: 'une des valeurs proposées',
  duration: 'une durée comme 10s ou 1m30s',
  bytes: 'une taille comme 512MiB ou 1.5GiB',
  swap: 'une taille comme 512MiB, ou -1 pour aucune limite',
  swappiness: 'un nombre entier de 0 à 100, ou -1',
  cpus: 'un nombre de processeurs comme 0.5 ou 2',
  whole: 'un nombre entier, 0 ou plus',
  'oom-score': 'un nombre entier de -1000 à 1000',
  words: 'des mots comme un shell les prend, chaque guillemet refermé',
  'credential-spec': 'config://, file:// ou registry:// suivi d’un nom',
  'needs-memory-limit': 'une limite de mémoire à côté',
  'health-off': 'un contrôle de santé actif : désactivé, il n’a pas de réglages',
  constraint: 'un attribut, == ou != et une valeur, comme node.labels.zone==a',
  spread: 'ce sur quoi répartir, comme node.labels.zone',
  capability: 'une capacité comme NET_ADMIN',
  label: 'un nom sans espaces, et une valeur',
  host: 'un nom d’hôte, et une adresse IP',
  address: 'une adresse IP comme 1.1.1.1',
  text: 'un texte sans espaces',
  publish: 'des ports de 1 à 65535, dont un dans la tâche',
  mount: 'une cible qui commence par /, une source pour un montage bind, et des options de son type',
  ulimit: 'un nom et des nombres entiers, comme nofile=1024:2048',
  sysctl: 'un nom que Docker permet (net.…, fs.mqueue.… ou kernel.msg…, sem, shm…), et une valeur',
  resource: 'un genre et un nombre entier, comme gpu=1',
  file: 'un nom, et un mode en octal comme 0440',
  network: 'le nom d’un réseau, et des options de pilote sous la forme clé=valeur',
  'needs-log-driver': 'un pilote de journal à côté'
}
