import { manyIn } from './many'
import type { Texts } from './index'

const many = manyIn('en')

/** What is checked of a plan before it is sent, in English. */
export const check: Texts['check'] = {
  'image-found': (v) => `The registry has ${v.image}, at sha256:${v.digest}.`,
  'image-missing': (v) =>
    `The registry does not have ${v.image}. Tasks start only on nodes where the image already is.`,
  'image-private': (v) =>
    `Whether the registry has ${v.image} is not known: it wants a login, and this machine has none that may read it.`,
  'image-unknown': (v) => `Whether a registry has ${v.image} is not known: it could not be asked.`,
  'nodes-fit': (v) => `${v.fit} of ${many(v.total, 'node', 'nodes')} can run its tasks.`,
  'nodes-some-platform': (v) =>
    `The image exists for ${v.platforms} only: of ${many(v.matching, 'node', 'nodes')} that may run it, ${v.fit} can.`,
  'nodes-none-ready': () => 'No node is ready and active. Tasks would wait for one.',
  'nodes-none-constraints': (v) =>
    `None of the ${many(v.total, 'node', 'nodes')} satisfies the constraints. Tasks would wait for ever, and Docker reports nothing.`,
  'nodes-none-platform': (v) =>
    `The image exists for ${v.platforms} only, and no node that may run it is one. Tasks would wait for ever.`,
  'room-enough': (v) =>
    `The nodes have room for what is reserved: ${many(v.tasks, 'task', 'tasks')} wanted, room for ${v.room}.`,
  'room-short': (v) =>
    `The nodes have room for ${v.room} of ${many(v.tasks, 'task', 'tasks')}, by reservations, ports and max replicas per node. The others would wait.`,
  'room-unknown': () => 'Whether the nodes have room for what is reserved is not known.',
  'references-there': (v) =>
    `${Number(v.count) === 1 ? 'The secret, config or network that it uses exists' : `The ${v.count} secrets, configs and networks that it uses exist`} on the cluster.`,
  'reference-missing': (v) =>
    `The ${v.kind} ${v.name} is no longer on the cluster. Docker will refuse the update, or its tasks will not start.`,
  'references-unknown': (v) =>
    `Whether its ${many(v.count, 'secret, config or network exists', 'secrets, configs and networks exist')} is not known.`,
  'login-needless': (v) => `${v.registry} gives this image to the nodes without a login.`,
  'login-sent': (v) =>
    `This machine’s login for ${v.registry} goes along with the update, for the nodes to pull with. Skep keeps no copy.`,
  'login-none': (v) =>
    `This machine has no login for ${v.registry} to send, so the nodes go on with the one stored with the service, if any. Run “docker login ${v.registry}” and review again.`,
  'login-at-hand': (v) =>
    `${v.registry} wants a login from the nodes. Docker takes the one stored with the service, if any, and it may have expired; this machine’s can be sent along.`,
  'login-kept': (v) =>
    `${v.registry} wants a login from the nodes. Docker takes the one stored with the service, if any, and it may have expired; this machine has none to send.`
}
