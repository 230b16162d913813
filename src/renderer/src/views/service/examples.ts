import type { ListName } from '../../../../domain/fields'

/** What an entry looks like, as the Docker CLI takes it: the same in every language. */
export const examples: Readonly<Record<ListName, string>> = {
  constraint: 'node.labels.zone==a',
  'placement-pref': 'spread=node.labels.zone',
  group: 'www-data',
  'container-label': 'team=web',
  host: 'db:10.0.0.5',
  dns: '1.1.1.1',
  'dns-option': 'ndots:2',
  'dns-search': 'example.com',
  publish: 'published=8080,target=80,mode=host',
  mount: 'type=volume,source=data,target=/data',
  ulimit: 'nofile=1024:2048',
  sysctl: 'net.core.somaxconn=1024'
}
