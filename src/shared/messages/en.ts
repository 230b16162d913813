import { expects } from './expects.en'
import { check } from './checks.en'
import { menu } from './menu.en'
import { outside } from './tray.en'
import { manyIn } from './many'
import type { Texts } from './index'

const many = manyIn('en')

const field = {
  image: 'the image (such as nginx:1.27)',
  replicas: 'the number of replicas',
  env: 'an environment variable’s name',
  labels: 'a label’s name',
  parallelism: 'parallelism (a whole number, 0 means all)',
  delay: 'the delay (such as 10s or 1m30s)',
  monitor: 'the monitor time (such as 5s)',
  failureAction: 'the failure action',
  maxFailureRatio: 'the max failure ratio (0 to 1)',
  order: 'the order',
  rollbackAction:
    'the failure action of the rollback policy: “rollback” cannot be used there, for a rollback that fails would end as “completed” while its tasks crash'
}

/** What both processes say, in English: what happened, what is safe, what to do next. */
export const en: Texts = {
  error: {
    internal: () =>
      'Something went wrong inside Skep. Nothing was sent because of this; try again, and restart Skep if it happens again.',
    'bad-input': (v) => `Skep did not accept this input${v.field ? ` (${v.field})` : ''}. Nothing was sent.`,
    'unknown-method': () => 'This call does not exist. Nothing was done.',
    'refused-sender': () =>
      'This call did not come from Skep’s own window and was refused. Nothing was done.',
    'context-unknown': () => 'This context is no longer saved. Nothing was sent.',
    'context-name-taken': (v) => `Another context is already called “${v.name}”. Choose a different name.`,
    'link-unreadable': (v) =>
      `Skep does not understand the link “${v.name}”. Links look like skep://context/service. Nothing was opened or changed.`,
    'link-context': (v) =>
      `The link leads to a context “${v.name}”, which is not saved here. Nothing was changed. Save a context under that name and follow the link again.`,
    'link-service': (v) =>
      `The link leads to a service “${v.name}”, which is not on ${v.context}. It may have been removed or renamed. Nothing was changed.`,
    'not-connected': (v) =>
      `Skep is not connected to “${v.context}” now, so nothing was sent. Reconnect and review again.`,
    'read-only': (v) =>
      `The context “${v.context}” is read-only in Skep, so nothing was sent. Change its mode to “full” to allow updates.`,
    'mode-refuses': (v) =>
      `The context “${v.context}” is assisted in Skep, so nothing was sent. Allowed there: go back to the last good version, continue or abort a held or paused update, restart the tasks while no update is under way, and read logs, reports and runbooks. For anything else ask ${v.contact ? `the contact in the runbook: ${v.contact}` : 'whoever set this context up'}.`,
    'confirm-needed': (v) =>
      `This is a production cluster: type the service’s name, ${v.service}, to apply. Nothing was sent yet.`,
    'plan-unknown': () => 'This plan is no longer known. Nothing was sent; review the change again.',
    'plan-expired': () => 'This plan is older than ten minutes and was not sent. Review the change again.',
    'plan-hash': () =>
      'What was to be applied is not what was reviewed, so nothing was sent. Review the change again.',
    'plan-empty': () => 'This plan changes nothing, so nothing was sent.',
    'index-moved': (v) =>
      `Someone or something changed ${v.service} after your review, so nothing was sent. Review again to see the change and yours together.`,
    'service-unknown': (v) =>
      `There is no service “${v.service}” on this cluster. It may have been removed or renamed; nothing was sent. Look at the list of services.`,
    'service-removed': (v) => `The service ${v.service} was removed from the cluster. Its history is kept.`,
    'spec-unreadable': (v) => `Skep cannot read the spec of ${v.service} safely, so it will not change it.`,
    'version-unknown': (v) =>
      `Skep knows no version ${v.number} of this service. Nothing was sent; choose one from its history.`,
    'version-incomplete': (v) =>
      `Version ${v.number} is known only from its tasks: mode, ports, labels and policies are missing, so it cannot be restored as a whole.`,
    'version-spec-lost': (v) =>
      `What version ${v.number} consisted of is no longer in the journal, so it can be neither compared nor restored. Choose another version.`,
    'version-part': (v) =>
      `These changes cannot be brought back by themselves: ${v.fields}. Nothing was sent; choose the whole version, or change them in the composer.`,
    'version-hidden': (v) =>
      `Version ${v.number} was told by another Skep without its values that look secret, so they cannot be brought back from here. Nothing was sent; leave them out, go back to its image only, or ask whoever has that history.`,
    'native-impossible': (v) =>
      `The engine’s own rollback would not bring back exactly version ${v.number} now, so Skep does not ask for it. Nothing was sent; go back with an ordinary update instead.`,
    'value-unknown': (v) => `There is no value “${v.name}” there any more, so there is nothing to show.`,
    'draft-invalid': (v) => `Please correct: ${v.fields}. Nothing was sent.`,
    'setting-too-new': (v) =>
      `The engines of this cluster speak API ${v.version}, and would drop this without a word: ${v.fields}. It needs API ${v.needs}. Nothing was sent.`,
    'secret-unknown': (v) => `There is no secret “${v.name}” on this cluster. Nothing was sent.`,
    'config-unknown': (v) => `There is no config “${v.name}” on this cluster. Nothing was sent.`,
    'network-unknown': (v) =>
      `There is no network “${v.name}” for services on this cluster. Nothing was sent.`,
    'update-refused': () => 'The cluster refused this update and changed nothing. Its own words are below.',
    'update-unknown': (v) =>
      `The answer to the update of ${v.service} was lost. Skep does not send it again; it is finding out whether it was applied.`,
    'update-open': (v) =>
      `An earlier update of ${v.service} is not yet known to be applied or not. Wait until Skep has found out.`,
    'stack-unknown': (v) =>
      `There is no stack “${v.name}” on this cluster. It may have been removed; nothing was sent. Look at the list of services.`,
    'stack-busy': (v) =>
      `A roll back of the stack ${v.name} is still under way. Wait for it, or stop it first; nothing was sent.`,
    'confirm-stack': (v) =>
      `This is a production cluster: type the stack’s name, ${v.name}, to apply. Nothing was sent yet.`,
    'confirm-context': (v) =>
      `This is a production cluster: type its name, ${v.name}, to apply. Nothing was sent yet.`,
    'release-unknown': (v) =>
      `Skep knows no release ${v.number} of this stack. Nothing was sent; choose one on the stack’s page.`,
    'operation-unknown': () =>
      'This roll back of a stack is no longer under way. Nothing was sent; the stack’s page shows where it stands.',
    'hold-job': () => 'Jobs run to their end and cannot be held. Nothing was sent.',
    'hold-nothing': () =>
      'This change replaces no task, so there is nothing to hold. Review it without the hold.',
    'hold-blind': (v) =>
      Number(v.tasks) === 1
        ? 'Only one slot changes, so a hold would come when all is done, and the engine would notice a failure only after it. Go on without a hold.'
        : `A hold after ${v.number} of ${v.tasks} slots leaves none waiting: the engine would notice a failure only after the hold. Choose fewer than ${v.tasks}.`,
    'not-updating': (v) =>
      `No update of ${v.service} is on its way, so there is nothing to hold or to continue.`,
    'not-held': (v) => `${v.service} is not held by Skep now, so gates have nothing to watch.`,
    'no-way-back': (v) =>
      `Skep knows no earlier complete version of ${v.service} to go back to. Nothing was sent; choose an image by hand, or ask whoever deployed it.`,
    'gates-invalid': (v) => `Please correct the gates: ${v.fields}. Nothing was sent.`,
    'endpoint-unsupported': (v) =>
      `Skep cannot use ${v.kind} connections yet. Nothing was sent; reach a manager by a socket, TLS or ssh.`,
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
    deadline: (v) =>
      `No complete answer came within ${v.seconds} s. Check the network or VPN; your services do not depend on this connection.`,
    'not-docker': () =>
      'Something answered, but not a Docker engine: perhaps a proxy or a sign-in page. No update was sent. Check the address and the port.',
    'api-too-old': (v) => `This engine speaks API ${v.version}; Skep needs 1.30 or newer.`,
    'tls-failed': () =>
      'The TLS connection was refused: the certificate or the name does not match. Nothing was sent.',
    'tls-files': (v) =>
      `The TLS file ${v.file} cannot be read. Nothing was sent; check its path, and whether you may read it.`,
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
    'policy-name-kept': (v) =>
      `There is a policy “${v.name}” already. Choose another name; nothing was saved.`,
    'policy-unknown': (v) => `There is no policy “${v.name}” any more. Nothing was changed.`,
    'policy-file': (v) =>
      `This is not a file of policies: line ${v.number} cannot be read as one. It begins with “policies:”, with each policy by its name below. Nothing was kept.`,
    'policy-refused': (v) =>
      `Not in the file, or not as a policy that can be kept: ${v.name}. Nothing was kept.`,
    'question-unknown': () => 'This question is no longer open. Nothing was sent; try to connect again.',
    'not-swarm': () =>
      'This engine is not part of a swarm. Run “docker swarm init” there, or choose another one.',
    'not-manager': (v) =>
      `This node is a worker; only managers can show and change services.${v.managers ? ` Managers: ${v.managers}.` : ''}`,
    'no-leader': () =>
      'The swarm has no leader now: reads may be stale, and changes are impossible until managers are back.',
    'other-cluster': () =>
      'A different swarm answers at this address now. Skep refuses it; remove the context and add it again if that is intended.',
    'docker-context-missing': (v) =>
      `Docker’s own context “${v.name}” was not found or cannot be read. Nothing was sent; look at “docker context ls”, or save its endpoint here instead.`,
    'engine-error': () => 'The Docker engine reported an error. Its own words are below.',
    'too-large': () =>
      'The answer was larger than 64 MiB and was not read. Nothing was changed; what you see may be older than it was.',
    'registry-unreachable': (v) =>
      `The registry ${v.registry} could not be reached from this machine. Check the name and your network or VPN.`,
    'registry-insecure': (v) =>
      `The registry ${v.registry} leads to a place without TLS, so Skep does not ask it.`,
    'registry-local': (v) =>
      `${v.registry} is a registry on the cluster’s own machines, so Skep cannot ask it from here. The cluster can.`,
    'registry-login': (v) =>
      `The registry ${v.registry} does not show ${v.image} without a login that may read it. Run “docker login ${v.registry}” on this machine.`,
    'registry-no-image': (v) =>
      `The registry ${v.registry} does not know ${v.image}. Correct the name or the tag, or push it first.`,
    'registry-limit': (v) =>
      `The registry ${v.registry} has had too many questions for now. Try again later.`,
    'registry-answer': (v) =>
      `${v.registry} did not answer as a registry does. Check its name; the cluster may reach it all the same.`,
    'login-missing': (v) =>
      `The login for ${v.registry} that was there at the review is gone from this machine, so nothing was sent. Run “docker login ${v.registry}” and review again.`,
    'checks-failed': () =>
      'A check of this plan failed and applying it anyway was not chosen. Nothing was sent.',
    'journal-failed': () =>
      'Skep could not write its journal, so it did not send anything. Check free space and permissions of the data folder.',
    'journal-late': (v) =>
      `The update of ${v.service} was sent, but Skep could not write down how it was answered. Do not send it again; free some disk space, and Skep will find out what became of it.`,
    'journal-newer': (v) =>
      `The journal ${v.file} was written by a newer Skep, so this one did not open it and sent nothing. Install the newer Skep again, or move that file away to begin a new journal.`,
    'file-failed': (v) =>
      `The file ${v.file} could not be written. Check free disk space and whether you may write there.`,
    'file-missing': (v) => `The file ${v.file} is no longer there. Export it once more.`,
    'folder-closed': (v) => `The folder ${v.path} could not be opened. Copy its path and open it yourself.`,
    'draft-not-kept': () =>
      'What you typed could not be written down, so it stays only until Skep ends. Nothing was sent. Check free disk space.',
    'settings-failed': () =>
      'The settings could not be saved; the old ones are still in place. Check free disk space.',
    'settings-damaged': (v) =>
      `Damaged settings were put aside as ${v.file}. No cluster and nothing in the journal was changed by that.`,
    stopped: () =>
      'The connection was ended before the answer was there: Skep is connecting anew, or it is shutting down.'
  },
  check,
  warning: {
    'image-not-pinned': (v) =>
      `${v.image} is sent without a digest because ${v.reason}. Each node pulls the tag by itself, and they may get different images.`,
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
    'image-on-nodes': (v) =>
      `The image of this version ran on ${v.nodes}, which may still have it: tasks may start there, and nowhere else. Push it again first to be safe.`,
    'part-gone': () =>
      'Something that this version names is gone, so the cluster will refuse it as a whole. Bring back chosen changes without it, make it again, or choose another version.',
    'placement-added': () =>
      'An empty Placement is added: without it, engines before 29.7 can crash on this kind of change. It restarts no task.',
    'automatic-rollback-unsafe': () =>
      'Should this update fail, the engine would roll back by itself to a spec without Placement over tasks that differ in nothing else: engines before 29.7 crash then. Let it pause instead; Skep rolls back safely.',
    'command-incomplete': (v) =>
      v.fields
        ? `The command below covers only a part. The Docker CLI cannot do this: ${v.fields}.`
        : 'The command below covers only a part: some of these changes have no flag.',
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
      `A task that runs is called unhealthy only after ${v.notice} of failed checks, but the update watches it for ${v.monitor}: one that turns bad after its first good check goes unnoticed.`,
    'start-first-no-room': () =>
      'New tasks start first, but no node has room for one beside those that run (reservations, most replicas of a node). They would wait without end, and the engine reports nothing. Choose stop-first, or make room.',
    'start-first-nodes-full': (v) =>
      `New tasks start first, but only ${v.room} of ${many(v.of, 'node has', 'nodes have')} room for one beside the old one. On the others it would wait without end, and the engine reports nothing. Choose stop-first, or make room.`,
    'start-first-little-room': (v) =>
      `New tasks start first, and ${v.room} of the ${v.of} of a batch fit beside the old ones. The others wait until old tasks have ended.`,
    'start-first-port': (v) =>
      `New tasks start first, but host port ${v.port} is still held by the old one: a new task can start only on a node without one.`,
    'start-first-mount': (v) =>
      `New tasks start first, so an old and a new task may write to ${v.target} at the same time.`,
    'delay-short': (v) =>
      `Old tasks may take ${v.grace} to stop, but the next ones follow ${v.delay} after the new ones run: more tasks than planned can be up at once.`,
    'policy-erased': (v) =>
      `The service lost its update policy, so Docker’s defaults hold: one task at a time, pause on failure. Version ${v.version} still had one: parallelism ${v.parallelism}, delay ${v.delay}, monitor ${v.monitor}, failure action ${v.action}. Skep can put it back.`,
    'rollback-policy-erased': (v) =>
      `The service lost its rollback policy, so Docker’s defaults hold: going back replaces one task at a time. Version ${v.version} still had one: parallelism ${v.parallelism}, delay ${v.delay}, monitor ${v.monitor}, failure action ${v.action}. Skep can put it back.`,
    'rollback-of-rollback': () =>
      'The rollback policy’s own failure action is “rollback”. A rollback that fails then ends as “completed” while its tasks crash. Choose “pause” there.',
    'nobody-watching': (v) =>
      `This takes about ${v.minutes} min. If tasks fail, the update pauses halfway and waits, and the engine tells nobody. If nobody stays to watch, failure action “rollback” goes back by itself.`,
    'previous-spec': () =>
      'Docker keeps one earlier spec, and this makes today’s the earlier one: “docker service rollback” would then undo only this change. Skep’s history keeps every version.',
    'resumes-paused': (v) =>
      `An update stopped halfway, and ${many(v.left, 'task still runs', 'tasks still run')} an earlier spec. Any update goes on with them: ${v.next} at once as soon as this is applied.`,
    'next-batch': (v) =>
      `An update is under way or held, and ${many(v.left, 'task still runs', 'tasks still run')} an earlier spec. Any update goes on with them: ${v.next} at once as soon as this is applied, without waiting for the delay.`,
    'staging-ran': (v) =>
      `This very image ran in staging (“${v.context}”) on ${v.day} and was verified there.`,
    'staging-ran-tag': (v) =>
      `An image of this name and tag ran in staging (“${v.context}”) on ${v.day} and was verified there; whether it is the very same one is not known without both digests.`,
    'staging-never': (v) =>
      `This image was not seen to run in staging (${v.contexts}), as far as this Skep knows. Try it there first.`,
    'staging-other': (v) =>
      `What ran in staging (${v.contexts}) under this tag was another image: the tag has moved since. Try this one there first.`,
    'staging-failed': (v) =>
      `This image failed in staging (“${v.context}”) on ${v.day}, and has not succeeded there since.`,
    'tag-unpinned': (v) =>
      `${v.image} has no digest in this service. Each node pulls the tag by itself, and they may get different images.`,
    'engine-way-back-lost': (v) =>
      `With this step the engine’s own previous spec becomes the one that is held. Skep keeps version ${v.version} as the way back.`,
    'pause-until-done': () =>
      'Your failure action “rollback” would go to the spec before this step, which is the new one already. Until every slot is done it is “pause”; then Skep offers to put yours back.',
    'rollback-would-return': () =>
      'The failure action of that version is “rollback”: should going back fail, the engine would return to the spec that you are leaving.',
    'slots-in-flight': (v) =>
      `${many(v.tasks, 'slot is', 'slots are')} on the way and will finish; the update goes on until you apply this.`,
    'tag-moves': (v) =>
      `The tag of ${v.image} is “latest”, which says nothing about what runs and may move at any time.`
  },
  reason: {
    'no-such-image': (r) =>
      r.registry === 'missing'
        ? 'The registry does not have this image: the tag or the name is wrong.'
        : r.registry === 'private'
          ? 'The registry does not show this image without a login: it is private there, or does not exist. Update with registry credentials.'
          : r.registry === 'present'
            ? 'The registry has this image, but the nodes could not pull it: they lack the credentials or cannot reach the registry.'
            : 'The image does not exist, or the nodes may not pull it: they say the same for both. Check the tag and the registry login.',
    'no-suitable-node': () =>
      'No node satisfies the constraints. The engine waits for ever and reports nothing.',
    'node-unavailable': () =>
      'No node takes new tasks: they are down, drained or paused. The engine waits for ever and reports nothing.',
    'insufficient-resources': () =>
      'No node has the reserved CPU, memory or other resources free. The engine waits for ever and reports nothing.',
    'max-replicas': () =>
      'Every suitable node already runs as many tasks of this service as its limit per node allows. The engine waits for ever and reports nothing.',
    platform: () => 'The image is for another platform than every node. The engine waits for ever.',
    'plugin-missing': () =>
      'No node has the volume, network or log driver that the task needs. The engine waits for ever.',
    unhealthy: () => 'The health check never succeeded, so the task was ended.',
    'out-of-memory': () => 'The task used more memory than its limit.',
    killed: () =>
      'The task was killed (exit code 137). Most often it used more memory than its limit; Docker does not say so.',
    'port-taken': () => 'A port that the task needs is already taken on the node.',
    'mount-missing': () => 'A mount’s source is missing on the node.',
    'secret-missing': () => 'A secret that the task needs is missing.',
    'config-missing': () => 'A config that the task needs is missing.',
    'network-missing': () => 'A network that the task needs is missing on the node.',
    'node-down': () =>
      'The node of this task is down. Swarm starts the task on another node if one is suitable.',
    'command-missing': () => 'The program to start is not in the image.',
    'command-refused': () => 'The program could not be started: permission was denied.',
    'user-missing': () => 'The user that the task should run as is not in the image.',
    'exit-code': (r) => `The task stopped by itself with exit code ${String(r.exitCode ?? '?')}.`,
    ended: () => 'The program ended by itself with exit code 0; a service’s task is expected to go on.',
    rejected: () => 'The node refused the task.',
    other: () => 'The task failed.'
  },
  notice: {
    'settings-restored': (v) =>
      `The settings were damaged. They were put aside as ${v.file} and the newest good copy was restored.`,
    'drafts-damaged': (v) =>
      `What was typed earlier could not be read. It was put aside as ${v.file}; nothing was sent.`,
    'settings-reset': (v) =>
      `The settings were damaged and had no good copy. They were put aside as ${v.file}.`,
    'journal-rescued': (v) =>
      `The journal was damaged. It was put aside as ${v.file}; ${many(v.count, 'entry', 'entries')} could be read and were kept, ${Number(v.lost) === 0 ? 'none is known to be lost' : `${many(v.lost, 'entry is', 'entries are')} lost`}. Services are not affected.`,
    'journal-cut': (v) =>
      `The newest ${many(v.lost, 'entry', 'entries')} of the journal ${v.file} ${Number(v.lost) === 1 ? 'is' : 'are'} missing: it was cut off, or an older copy was put in its place. Skep goes on from what is there and has noted the gap.`,
    'journal-chain-broken': (v) =>
      `The journal ${v.file} was changed outside of Skep: its chain of hashes is broken. It is still used; what it says of the past may not be true.`,
    'journal-head-missing': (v) =>
      `The file ${v.file}.head, which notes where the journal ends, is missing. If you did not remove it, the newest entries may have been taken away unseen.`,
    'journal-newer': (v) =>
      `The journal ${v.file} was written by a newer Skep. It was left exactly as it is. Skep shows your clusters, but sends nothing until you install the newer version again or move that file away.`,
    'journal-unusable': (v) =>
      `The journal ${v.file} could not be opened for writing, and was left as it is. Skep shows your clusters, but sends nothing until that is repaired: check the folder’s permissions and free space, then restart.`
  },
  gate: {
    bake: 'the time to watch (1s to 24h)',
    url: 'the address (http or https, without a password)',
    status: 'the status (100 to 599)',
    body: 'the pattern for the body',
    timeout: 'the timeout (100ms to 60s)',
    pattern: 'the pattern for the log',
    restarts: 'the number of failed tasks',
    slots: 'the number of slots'
  },
  field,
  news: {
    succeeded: 'The update succeeded: every slot runs it, verified.',
    failed: 'The update failed: slots keep failing, though the engine may call it completed.',
    'rolled-back': 'Rolled back. The update did not succeed.',
    paused: 'Paused after a failure. It waits for you.',
    stuck: 'Stuck: no progress is possible. It waits for you.',
    held: 'Held. It waits for your decision.'
  },
  ...outside,
  menu,
  policyFile: {
    name: () => 'A policy needs a name of 1 to 60 characters.',
    preset: () => 'This is the name of a preset, which cannot be changed. Give it another name.',
    form: () => 'It must hold update_config, rollback_config or both, each with its keys.',
    nothing: () => 'It says nothing.',
    'rollback-action': () =>
      'In rollback_config, failure_action cannot be rollback: a rollback that fails would end as “completed” while its tasks crash.',
    key: (problem) => `There is no key ${'key' in problem ? problem.key : ''} in a policy.`,
    value: (problem) => ('field' in problem ? `Please correct ${problem.key}: ${field[problem.field]}.` : '')
  },
  expects,
  cause: {
    unreachable: 'the registry could not be reached',
    refused: 'the registry did not give its digest',
    off: 'resolving was switched off'
  }
}
