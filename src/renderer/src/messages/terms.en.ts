import { many } from './words.en'

/** Docker’s words and Skep’s own, each in a sentence or two, in English. */
export const terms = {
  term: {
    what: (word: string) => `What is “${word}”?`,
    title: 'Words',
    hint: 'What Docker’s words mean, and the few that are Skep’s own.',
    search: 'Search words',
    none: 'No word matches.',
    count: (count: number) => many(count, 'word', 'words')
  },
  terms: {
    swarm: {
      word: 'Swarm',
      text: 'Several machines with Docker that run services together. Docker decides on which machine each task runs.'
    },
    cluster: { word: 'Cluster', text: 'One swarm, with all its machines. Skep knows it by its own id.' },
    context: {
      word: 'Context',
      text: 'A saved way to reach a cluster: where it is, and what you may do there from this machine.'
    },
    node: {
      word: 'Node',
      text: 'One machine of the swarm. Managers decide, workers only run tasks; managers may run tasks too.'
    },
    manager: {
      word: 'Manager',
      text: 'A node that keeps the swarm’s state. More than half of the managers must be up, or nothing can be changed; what runs goes on running.'
    },
    stack: {
      word: 'Stack',
      text: 'Services that were deployed together under one name, with “docker stack deploy”.'
    },
    service: {
      word: 'Service',
      text: 'What should run: an image, how many times, and with which settings. The swarm keeps it running.'
    },
    task: {
      word: 'Task',
      text: 'One container of a service, on one node. A task is never changed: an update ends it and starts a new one.'
    },
    slot: {
      word: 'Slot',
      text: 'The place of one replica, numbered from 1. Tasks come and go in it; a global service has one for each node.'
    },
    replicas: { word: 'Replicas', text: 'How many tasks of the service should run at the same time.' },
    image: {
      word: 'Image',
      text: 'The packed program that a task runs, written as name:tag. The tag is only a label, and it can be moved to other contents.'
    },
    digest: {
      word: 'Digest',
      text: 'The fingerprint of an image’s contents. Pinned to a digest, every node runs exactly the same, even if the tag moves.'
    },
    spec: {
      word: 'Spec',
      text: 'The whole description of a service, as the cluster keeps it. Skep changes only what you touched and sends the rest back as it was.'
    },
    policy: {
      word: 'Update policy',
      text: 'How an update proceeds: how many slots at once, how long to wait, and what to do when tasks fail.'
    },
    rollbackPolicy: {
      word: 'Rollback policy',
      text: 'The same for going back, when Docker rolls back by itself or is told to. It is taken from the spec that is restored.'
    },
    parallelism: {
      word: 'Parallelism',
      text: 'How many slots are changed at the same time. 0 means all of them at once.'
    },
    delay: {
      word: 'Delay',
      text: 'How long to wait after a batch before the next one begins. Docker waits after the last batch as well.'
    },
    monitor: {
      word: 'Monitor',
      text: 'How long a new task is watched after it started. If it fails in that time, it counts as a failure; a crash after that is not noticed by the update.'
    },
    failureAction: {
      word: 'Failure action',
      text: 'What happens when too many tasks fail. “pause” stops and waits for you, “rollback” goes back to the spec before, “continue” goes on regardless, and Docker then still reports “completed”.'
    },
    maxFailureRatio: {
      word: 'Max failure ratio',
      text: 'The share of slots that may fail before the failure action happens, from 0 to 1. 0 means that the first failure counts.'
    },
    order: {
      word: 'Order',
      text: '“stop-first” ends the old task and then starts the new one, so capacity is lower meanwhile. “start-first” starts the new one beside the old one, so more is needed for a while.'
    },
    healthCheck: {
      word: 'Health check',
      text: 'A command that Docker runs inside the task to find out whether it works. Without one, a task counts as good as soon as its process runs.'
    },
    constraint: {
      word: 'Constraint',
      text: 'A rule for which nodes a task may run on. If no node fits, the task waits for ever, and Docker reports nothing.'
    },
    reservation: {
      word: 'Reservation',
      text: 'CPU and memory that must be free on a node before a task may start there. If no node has them, the task waits for ever.'
    },
    limit: {
      word: 'Limit',
      text: 'The most CPU or memory that a task may use. A task that wants more memory is ended.'
    },
    secret: {
      word: 'Secret',
      text: 'A value kept by the swarm, which tasks see as a file. Its contents can never be read back, and never be changed: a new one takes its place.'
    },
    config: {
      word: 'Config',
      text: 'A file kept by the swarm for tasks. It cannot be changed either; a new one takes its place.'
    },
    mount: {
      word: 'Mount',
      text: 'A volume or folder that the task sees. Going back to an older version does not bring older data back.'
    },
    network: {
      word: 'Network',
      text: 'What lets the tasks of services reach each other, also from node to node.'
    },
    publish: {
      word: 'Published port',
      text: 'A port by which the service is reached from outside: on every node (ingress), or only where a task runs (host).'
    },
    mode: {
      word: 'Mode',
      text: 'Replicated: a number of tasks. Global: one task on every node that fits. Jobs run to their end instead of for ever.'
    },
    desiredState: {
      word: 'Desired state',
      text: 'What the swarm wants of a task. “running” tasks should run; “shutdown” ones are history and are not started again.'
    },
    updateStatus: {
      word: 'UpdateStatus',
      text: 'What Docker itself says of the newest update. It says “completed” when every slot was replaced, also if the new tasks crash; Skep judges by the tasks instead.'
    },
    version: {
      word: 'Version',
      text: 'The n-th spec of a service, numbered by Skep. Docker itself remembers only one spec before the present one.'
    },
    plan: {
      word: 'Plan',
      text: 'What would be sent, worked out before anything is: the changes, what they replace, and what is risky. What is applied is exactly that, or nothing.'
    },
    rollout: {
      word: 'Rollout',
      text: 'The way of an update through the slots, judged by the tasks that really run.'
    },
    verdict: {
      word: 'Outcome',
      text: 'How an update ended. “Succeeded” means that every slot runs the new version and outlived its monitor time; an update that was rolled back did not succeed.'
    },
    stuck: {
      word: 'Stuck',
      text: 'Nothing goes forward and nothing will: often no node fits. Docker waits for ever and reports no error.'
    },
    hold: {
      word: 'Hold',
      text: 'An update that was told to stop after some slots. It stays so even if Skep is closed, but an old task that crashes comes back with the new version.'
    },
    canary: {
      word: 'Canary',
      text: 'One slot, or a few, that get the new version first, while the others keep the old one.'
    },
    rollBack: {
      word: 'Roll back',
      text: 'To bring an older version back. It is an update like any other and becomes a new version. Data that tasks have written is not brought back.'
    },
    restart: {
      word: 'Restart tasks',
      text: 'Every task is ended and started anew with the same settings, slot by slot, under the update policy.'
    },
    drain: {
      word: 'Availability',
      text: 'Whether a node takes tasks: “active” does, “pause” keeps its own but takes no new ones, “drain” gives them away.'
    },
    journal: {
      word: 'Journal',
      text: 'What Skep remembers on this machine: every version it saw, every update it sent, and how each ended. Entries are never changed.'
    },
    lastGood: {
      word: 'Last good version',
      text: 'The newest version that was seen to succeed, other than the present one. It is offered first when you roll back.'
    }
  }
}

export type TermName = keyof (typeof terms)['terms']
