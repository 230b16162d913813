/** The sentences about contexts and connections, in English. */
export const contexts = {
  first: {
    title: 'Update Docker Swarm services, and see what really happens',
    text: 'Skep connects to your swarm managers, shows every update slot by slot, and remembers every version so that you can go back.',
    demo: 'Try with a demo cluster',
    demoHint:
      'Two swarms inside Skep, staging and production: nothing is installed and nothing leaves this machine.',
    demoName: { production: 'Demo production', staging: 'Demo staging' },
    found: 'Found on this machine',
    foundNone: 'No Docker context was found on this machine. You can add one by hand or start with the demo.'
  },
  form: {
    title: 'Add a context',
    editTitle: (name: string) => `Edit ${name}`,
    destination: 'Destination',
    destinationHint:
      'user@host, or a name from your ssh configuration. Keys, agent and jump hosts are ssh’s own.',
    sshPort: 'Port (optional)',
    sshSocket: 'Socket there (optional)',
    managers: 'Further managers',
    managersHint: 'Tried in this order when the first does not answer. Addresses as Docker writes them.',
    manager: (place: number) => `Manager ${String(place)}`,
    addManager: 'Add a manager',
    removeManager: (place: number) => `Remove manager ${String(place)}`,
    needDestination: 'Give user@host or a name from your ssh configuration.',
    needManager: 'An address such as tcp://10.0.0.2:2376, ssh://user@host or unix:///var/run/docker.sock.',
    test: 'Test',
    testing: 'Testing…',
    works: (v: { engineVersion: string; apiVersion: string; nodes: number; managers: number }) =>
      `It works: Docker ${v.engineVersion} (API ${v.apiVersion}), a swarm of ${String(v.nodes)} ${v.nodes === 1 ? 'node' : 'nodes'}, ${String(v.managers)} of them ${v.managers === 1 ? 'manager' : 'managers'}.`,
    saveOnly: 'Save',
    name: 'Name',
    kind: 'Connection',
    kinds: {
      unix: 'Unix socket',
      tcp: 'TCP',
      'docker-context': 'Docker context',
      npipe: 'Named pipe',
      ssh: 'ssh',
      demo: 'Demo cluster'
    },
    demo: 'Cluster',
    path: 'Socket path',
    pipe: 'Pipe',
    host: 'Host',
    port: 'Port',
    ca: 'CA file',
    cert: 'Certificate file',
    key: 'Key file',
    tls: 'Use TLS',
    docker: 'Docker context',
    environment: 'Environment',
    mode: 'Mode',
    save: 'Save and connect',
    needName: 'Give it a name.',
    needPath: 'Give the path, such as /var/run/docker.sock.',
    needHost: 'Give the host’s name or address.',
    needPort: 'A port is a number from 1 to 65535.',
    needDocker: 'Give the name of a context of the Docker CLI.',
    needFile: 'Give the path of the file.'
  },
  edit: 'Edit',
  ask: {
    title: {
      'host-key': 'Do you trust this host?',
      passphrase: 'Your key is locked',
      password: 'Password needed'
    },
    hostKey:
      'This machine has never connected to this host. Compare the fingerprint with what whoever runs the host told you. If it differs, somebody may be in between.',
    fingerprint: 'Fingerprint',
    secret: { passphrase: 'Passphrase', password: 'Password' },
    forgotten: 'Skep hands it to ssh and keeps it only while this connection lasts.',
    trust: 'Trust and connect',
    send: 'Continue',
    no: 'Do not connect',
    words: 'What ssh says'
  }
}
