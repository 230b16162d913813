import type { Texts } from './index'

const many = (count: string | number | undefined, one: string, other: string): string =>
  `${String(count)} ${Number(count) === 1 ? one : other}`

/** What both processes say, in English: what happened, what is safe, what to do next. */
export const en: Texts = {
  error: {
    internal: () =>
      'Something went wrong inside Skep. Nothing was sent because of this; try again, and restart Skep if it happens again.',
    'bad-input': (v) => `Skep did not accept this input${v.field ? ` (${v.field})` : ''}. Nothing was sent.`,
    'unknown-method': () => 'This call does not exist. Nothing was done.',
    'refused-sender': () => 'This call did not come from Skep’s own window and was refused.',
    'context-unknown': () => 'This context is no longer saved. Nothing was sent.',
    'context-name-taken': (v) => `Another context is already called “${v.name}”. Choose a different name.`,
    'not-connected': (v) =>
      `Skep is not connected to “${v.context}” now, so nothing was sent. Reconnect and review again.`,
    'read-only': (v) =>
      `The context “${v.context}” is read-only in Skep, so nothing was sent. Change its mode to “full” to allow updates.`,
    'confirm-needed': (v) =>
      `This is a production cluster: type the service’s name, ${v.service}, to apply. Nothing was sent yet.`,
    'plan-unknown': () => 'This plan is no longer known. Nothing was sent; review the change again.',
    'plan-expired': () => 'This plan is older than ten minutes and was not sent. Review the change again.',
    'plan-hash': () =>
      'What was to be applied is not what was reviewed, so nothing was sent. Review the change again.',
    'plan-empty': () => 'This plan changes nothing, so nothing was sent.',
    'index-moved': (v) =>
      `Someone or something changed ${v.service} after your review, so nothing was sent. Review again to see the change and yours together.`,
    'service-unknown': (v) => `There is no service “${v.service}” on this cluster.`,
    'service-removed': (v) => `The service ${v.service} was removed from the cluster. Its history is kept.`,
    'spec-unreadable': (v) => `Skep cannot read the spec of ${v.service} safely, so it will not change it.`,
    'version-unknown': (v) => `Skep knows no version ${v.number} of this service.`,
    'version-incomplete': (v) =>
      `Version ${v.number} is known only from its tasks: mode, ports, labels and policies are missing, so it cannot be restored as a whole.`,
    'draft-invalid': (v) => `Please correct: ${v.fields}. Nothing was sent.`,
    'update-refused': () => 'The cluster refused this update and changed nothing. Its own words are below.',
    'update-unknown': (v) =>
      `The answer to the update of ${v.service} was lost. Skep does not send it again; it is finding out whether it was applied.`,
    'update-open': (v) =>
      `An earlier update of ${v.service} is not yet known to be applied or not. Wait until Skep has found out.`,
    'endpoint-unsupported': (v) => `Skep cannot use ${v.kind} connections yet.`,
    'endpoint-insecure': (v) =>
      `${v.address} is not this machine, and plain TCP there gives everyone on the way full control. Use TLS.`,
    'socket-missing': (v) => `There is no socket at ${v.address}. Is Docker running, and is this its path?`,
    'socket-permission': (v) =>
      `You may not open the socket ${v.address}. On Linux, members of the group “docker” may; log in again after being added.`,
    'host-unknown': (v) => `No machine is known under ${v.address}. Check the name and your network or VPN.`,
    'connection-refused': (v) =>
      `${v.address} refused the connection: nothing listens there. Is Docker running?`,
    'connection-cut': () =>
      'The connection was cut before the answer was complete. What you see may be older than it was.',
    deadline: (v) => `No complete answer came within ${v.seconds} s.`,
    'not-docker': () => 'Something answered, but not a Docker engine (perhaps a proxy or a sign-in page).',
    'api-too-old': (v) => `This engine speaks API ${v.version}; Skep needs 1.30 or newer.`,
    'tls-failed': () =>
      'The TLS connection was refused: the certificate or the name does not match. Nothing was sent.',
    'tls-files': (v) => `The TLS file ${v.file} cannot be read.`,
    'tls-name': (v) =>
      `The certificate of ${v.address} is for another name, so this may be another machine. Nothing was sent. Use a name that is in the certificate.`,
    'tls-expired': (v) =>
      `The certificate of ${v.address} has expired. Nothing was sent. Renew it on the engine.`,
    'tls-not-yet': (v) =>
      `The certificate of ${v.address} is not valid yet. Nothing was sent. Check the clocks of both machines.`,
    'tls-untrusted': (v) =>
      `The certificate of ${v.address} was not signed by your CA file. Nothing was sent. Check that the CA file belongs to this engine.`,
    'tls-client': (v) =>
      `${v.address} does not accept your client certificate. Nothing was changed. Check that certificate and key were signed by the engine’s CA and have not expired.`,
    'tls-needed': (v) => `${v.address} expects TLS. Switch TLS on and give the files; nothing was changed.`,
    'tls-unspoken': (v) => `${v.address} does not speak TLS. Check the port: Docker uses 2376 with TLS.`,
    'ssh-missing': () =>
      'The program “ssh” was not found on this machine. Install OpenSSH (on Windows: Settings, Optional features, OpenSSH Client).',
    'ssh-host-unknown': (v) =>
      `This machine does not know the key of ${v.address} yet, so nothing was sent. Press “Retry now” to see its fingerprint and decide.`,
    'ssh-host-changed': (v) =>
      `The key of ${v.address} is not the one that this machine knows. Somebody may be listening in, so nothing was sent. Ask who runs that machine; if its key was changed on purpose, remove the old one with “ssh-keygen -R”.`,
    'ssh-refused': (v) =>
      `${v.address} did not let you in: no key or password was accepted. Nothing was sent. Add your key to the agent, or press “Retry now” to be asked.`,
    'ssh-silent': (v) => `${v.address} does not answer over ssh. Check the network or VPN.`,
    'ssh-no-docker': (v) =>
      `The program “docker” was not found on ${v.address}. Install the Docker CLI there, or add it to the path of that user.`,
    'ssh-socket': (v) =>
      `You are logged in at ${v.address}, but may not use Docker there, or it is not running. That user must be in the group “docker”.`,
    'ssh-noise': (v) =>
      `The login at ${v.address} prints text before Docker answers. Remove the output from that user’s shell start-up files.`,
    'ssh-failed': (v) => `The ssh connection to ${v.address} ended. Its own words are below.`,
    'policy-name-taken': (v) =>
      `“${v.name}” is the name of a preset. Choose another name; nothing was saved.`,
    'question-unknown': () => 'This question is no longer open. Nothing was sent; try to connect again.',
    'not-swarm': () =>
      'This engine is not part of a swarm. Run “docker swarm init” there, or choose another one.',
    'not-manager': (v) =>
      `This node is a worker; only managers can show and change services.${v.managers ? ` Managers: ${v.managers}.` : ''}`,
    'no-leader': () =>
      'The swarm has no leader now: reads may be stale, and changes are impossible until managers are back.',
    'other-cluster': () =>
      'A different swarm answers at this address now. Skep refuses it; remove the context and add it again if that is intended.',
    'docker-context-missing': (v) => `Docker’s own context “${v.name}” was not found or cannot be read.`,
    'engine-error': () => 'The Docker engine reported an error. Its own words are below.',
    'too-large': () => 'The answer was larger than 64 MiB and was not read.',
    'journal-failed': () =>
      'Skep could not write its journal, so it did not send anything. Check free space and permissions of the data folder.',
    'journal-late': (v) =>
      `The update of ${v.service} was sent, but Skep could not write down how it was answered. Do not send it again; free some disk space, and Skep will find out what became of it.`,
    'settings-failed': () =>
      'The settings could not be saved; the old ones are still in place. Check free disk space.',
    'settings-damaged': (v) => `Damaged settings were put aside as ${v.file}.`,
    stopped: () => 'Skep is shutting down.'
  },
  warning: {
    'image-not-pinned': (v) =>
      `${v.image} is sent without a digest because ${v.reason}. Each node pulls the tag by itself, and they may get different images.`,
    'digest-unknown': (v) =>
      `The registry does not know ${v.image}. Tasks will start only where the image is already on the node.`,
    'nothing-changes': () => 'Nothing would change, so there is nothing to apply.',
    'all-at-once': (v) =>
      `All ${many(v.tasks, 'task', 'tasks')} are replaced at once (parallelism ${v.parallelism}): the service is down meanwhile.`,
    'no-rollback-action': () =>
      'If tasks fail, the update pauses and waits for you; it does not go back by itself.',
    'continue-on-failure': () =>
      'Failure action “continue” replaces every task even if all of them crash, and Docker then still says “completed”.',
    'one-replica-stop-first': () =>
      'There is one replica and it is stopped first: the service is down until the new one runs.',
    'replicas-to-zero': () => 'This stops every task of the service.',
    'replicas-change': (v) =>
      `The number of replicas also goes from ${v.from} to ${v.to}, as it was in that version.`,
    'other-repository': (v) => `This is another repository: ${v.from} becomes ${v.to}.`,
    'update-in-progress': () =>
      'An update is still running. Applying this ends it where it is and starts anew.',
    'placement-added': () =>
      'An empty Placement is added: without it, engines before 29.7 can crash on this kind of change. It restarts no task.',
    'automatic-rollback-unsafe': () =>
      'The spec in force has no Placement. Should the engine roll back by itself, engines before 29.7 can crash. Apply a policy-only change first: it adds a Placement.',
    'command-incomplete': () => 'The command below covers only a part: some of these changes have no flag.',
    'policy-changes': () => 'The update policy changes too, and this update already runs under the new one.',
    'ratio-never': (v) =>
      `The action “${v.action}” can never happen: more than ${v.ratio} % of the tasks would have to fail, and there are never more than all of them.`,
    'no-rollback-policy': () =>
      'The service has no rollback policy: going back replaces one task at a time, and pauses if one fails.',
    'health-check-off': () =>
      'The health check is switched off: Docker takes a task for good as soon as its process runs.',
    'no-health-check': () =>
      'The service names no health check. Unless its image has one, Docker takes a task for good as soon as its process runs.',
    'monitor-short': (v) =>
      `Failed health checks count only ${v.start} after a task’s start, but the update watches a running task for ${v.monitor}: one that turns unhealthy in between goes unnoticed.`,
    'start-first-port': (v) =>
      `New tasks start first, but host port ${v.port} is still held by the old one: a new task can start only on a node without one.`,
    'start-first-mount': (v) =>
      `New tasks start first, so an old and a new task may write to ${v.target} at the same time.`,
    'delay-short': (v) =>
      `Old tasks may take ${v.grace} to stop, but the next ones follow ${v.delay} after the new ones run: more tasks than planned can be up at once.`,
    'policy-erased': (v) =>
      `The service lost its update policy, so Docker’s defaults hold: one task at a time, pause on failure. Version ${v.version} still had one: parallelism ${v.parallelism}, delay ${v.delay}, monitor ${v.monitor}, failure action ${v.action}. Go back and set these to repair it.`,
    'tag-moves': (v) =>
      `The tag of ${v.image} is “latest”, which says nothing about what runs and may move at any time.`
  },
  reason: {
    'no-such-image': () =>
      'The image does not exist, or the nodes may not pull it. Check the tag and the registry login.',
    'no-suitable-node': () =>
      'No node satisfies the constraints. The engine waits for ever and reports nothing.',
    'insufficient-resources': () =>
      'No node has the reserved CPU or memory free. The engine waits for ever and reports nothing.',
    unhealthy: () => 'The health check never succeeded, so the task was ended.',
    'out-of-memory': () => 'The task used more memory than its limit.',
    'port-taken': () => 'A port that the task needs is already taken on the node.',
    'mount-missing': () => 'A mount’s source is missing on the node.',
    'command-missing': () => 'The program to start is not in the image.',
    'exit-code': (r) => `The task stopped by itself with exit code ${String(r.exitCode ?? '?')}.`,
    rejected: () => 'The node refused the task.',
    other: () => 'The task failed.'
  },
  notice: {
    'settings-restored': (v) =>
      `The settings were damaged. They were put aside as ${v.file} and the newest good copy was restored.`,
    'settings-reset': (v) =>
      `The settings were damaged and had no good copy. They were put aside as ${v.file}.`,
    'journal-quarantined': (v) =>
      `The journal was damaged. It was put aside as ${v.file}, and a new one was begun.`,
    'journal-chain-broken': (v) =>
      `The journal ${v.file} was changed outside of Skep: its chain of hashes is broken.`
  },
  field: {
    image: 'the image',
    replicas: 'the number of replicas',
    env: 'an environment variable’s name',
    labels: 'a label’s name',
    parallelism: 'parallelism (a whole number, 0 means all)',
    delay: 'the delay (such as 10s or 1m30s)',
    monitor: 'the monitor time (such as 5s)',
    failureAction: 'the failure action',
    maxFailureRatio: 'the max failure ratio (0 to 1)',
    order: 'the order'
  },
  cause: {
    unreachable: 'the registry could not be reached',
    refused: 'the registry did not give its digest',
    off: 'resolving was switched off'
  }
}
