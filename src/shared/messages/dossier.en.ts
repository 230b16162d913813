import type { DossierTexts } from './dossier'

const memory = 'use more memory than their limit and are killed'
const moreMemory = 'Raise the memory limit, or find out from the log why the program needs more than before.'

/** What a failure says, in English. */
export const dossierEn: DossierTexts = {
  does: {
    'no-such-image': ({ reason }) =>
      reason.registry === 'missing'
        ? 'cannot start: the registry does not have the image'
        : reason.registry === 'private'
          ? 'cannot start: the registry does not show the image without a login'
          : reason.registry === 'present'
            ? 'cannot start: the registry has the image, but the nodes could not pull it'
            : 'cannot start: the nodes did not get the image',
    'no-suitable-node': () => 'wait for a node: none satisfies the constraints',
    'node-unavailable': () => 'wait for a node: none takes new tasks',
    'insufficient-resources': () =>
      'wait for a node: none has the reserved CPU, memory or other resources free',
    'max-replicas': () => 'wait for a node: each suitable one already has its limit of tasks',
    platform: () => 'wait for a node: the image is for another platform',
    'plugin-missing': () => 'wait for a node: none has the volume, network or log driver',
    'port-taken': () => 'cannot start: a port on the node is taken',
    unhealthy: () => 'start, but their health check fails, so they are killed',
    'out-of-memory': () => memory,
    killed: ({ outOfMemory }) => (outOfMemory ? memory : 'are killed, exit code 137'),
    'mount-missing': () => 'cannot start: the source of a mount is missing on the node',
    'secret-missing': () => 'cannot start: a secret is missing',
    'config-missing': () => 'cannot start: a config is missing',
    'network-missing': () => 'cannot start: a network is missing on the node',
    'node-down': () => 'are on a node that is down',
    'command-missing': () => 'cannot start: the program is not in the image',
    'command-refused': () => 'cannot start: permission to run the program is denied',
    'user-missing': () => 'cannot start: the user is not in the image',
    'exit-code': ({ reason, lasts, atStart }) =>
      `${atStart ? 'stop right after starting' : lasts === undefined ? 'stop by themselves' : `stop about ${lasts} after they were made`}, exit code ${String(reason.exitCode ?? '?')}`,
    ended: ({ atStart }) => `end by themselves${atStart ? ' right after starting' : ''}, exit code 0`,
    rejected: () => 'are refused by the node',
    other: () => 'fail'
  },
  todo: {
    'no-such-image': ({ registry }) =>
      registry === 'missing'
        ? 'Correct the tag or the name of the image, or push the image; then apply it again.'
        : registry === 'private'
          ? 'Run “docker login” for that registry on this machine, and update with registry credentials.'
          : registry === 'present'
            ? 'Update with registry credentials, and check that every node reaches the registry.'
            : 'Check the tag and the name of the image. If the registry is private, update with registry credentials.',
    'no-suitable-node': () =>
      'Compare the constraints with the labels of the nodes: give a node what is asked for, or loosen a constraint.',
    'node-unavailable': () =>
      'Bring a node back, or set one to active: docker node update --availability active.',
    'insufficient-resources': () =>
      'Lower the reservation, make room on the nodes, or add a node. With start-first the old task keeps its share meanwhile; stop-first needs less room.',
    'max-replicas': () =>
      'Raise the limit per node, lower the number of replicas, or add a node. With start-first old and new tasks count together.',
    platform: () => 'Choose an image that is built for the platform of the nodes.',
    'plugin-missing': () => 'Install the driver on the nodes, or choose another one.',
    'port-taken': () =>
      'Find what holds the port, or publish another one. With start-first the old task holds it: choose stop-first.',
    unhealthy: () =>
      'Read what the health check printed, and the log. If the program only needs longer, give its check a longer start period.',
    'out-of-memory': () => moreMemory,
    killed: () =>
      'Find out on the node whether it was for want of memory (docker inspect shows OOMKilled). If so, raise the memory limit.',
    'mount-missing': () =>
      'Make the folder or the volume on every node that may run a task, or correct the mount; then apply it again.',
    'secret-missing': () => 'Create the secret again, or name another one; then apply it again.',
    'config-missing': () => 'Create the config again, or name another one; then apply it again.',
    'network-missing': () => 'Create the network again, or name another one; then apply it again.',
    'node-down': () =>
      'Look after the node. Swarm starts its tasks on other nodes where one is suitable; the update itself need not be undone for this.',
    'command-missing': () => 'Check command and arguments, and what the image has as its entrypoint.',
    'command-refused': () => 'Check that the program may be executed, and by the user of the task.',
    'user-missing': () => 'Correct the user, or choose an image that has it.',
    'exit-code': () =>
      'Read the last lines of the log. Correct the settings or the image and apply again, or go back to the last good version.',
    ended: () =>
      'The program of a service has to go on. Check its command; what is meant to end belongs in a job.',
    rejected: () => 'The engine’s own words are below; look at the node that refused the task.',
    other: () => 'The engine’s own words and the last lines of the log are below.'
  },
  unfit(code, nodes) {
    const on = `on ${String(nodes)} ${nodes === 1 ? 'node' : 'nodes'}`
    switch (code) {
      case 'port-taken':
        return `the port is taken ${on}`
      case 'insufficient-resources':
        return `too little is free ${on}`
      case 'max-replicas':
        return `the limit per node is reached ${on}`
      case 'platform':
        return `another platform ${on}`
      case 'plugin-missing':
        return `a driver is missing ${on}`
      case 'node-unavailable':
        return `no new tasks are taken ${on}`
      default:
        return `the constraints are not satisfied ${on}`
    }
  }
}
