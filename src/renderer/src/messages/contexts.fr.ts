/** The sentences about contexts and connections, in French. */
export const contexts = {
  first: {
    title: 'Mettez à jour vos services Docker Swarm, et voyez ce qui se passe vraiment',
    text: 'Skep se connecte à vos managers, montre chaque mise à jour emplacement par emplacement, et retient chaque version pour pouvoir y revenir.',
    demo: 'Essayer avec un cluster de démonstration',
    demoHint:
      'Deux swarms dans Skep, préproduction et production : rien n’est installé et rien ne quitte cette machine.',
    demoName: { production: 'Démo production', staging: 'Démo préproduction' },
    found: 'Trouvés sur cette machine',
    foundNone:
      'Aucun contexte Docker n’a été trouvé sur cette machine. Vous pouvez en ajouter un ou commencer par la démonstration.'
  },
  form: {
    title: 'Ajouter un contexte',
    editTitle: (name: string) => `Modifier ${name}`,
    destination: 'Destination',
    destinationHint:
      'utilisateur@hôte, ou un nom de votre configuration ssh. Clés, agent et rebonds sont ceux de ssh.',
    sshPort: 'Port (facultatif)',
    sshSocket: 'Socket là-bas (facultatif)',
    managers: 'Autres managers',
    managersHint:
      'Essayés dans cet ordre quand le premier ne répond pas. Des adresses comme Docker les écrit.',
    manager: (place: number) => `Manager ${String(place)}`,
    addManager: 'Ajouter un manager',
    removeManager: (place: number) => `Retirer le manager ${String(place)}`,
    needDestination: 'Donnez utilisateur@hôte ou un nom de votre configuration ssh.',
    needManager:
      'Une adresse comme tcp://10.0.0.2:2376, ssh://utilisateur@hôte ou unix:///var/run/docker.sock.',
    test: 'Tester',
    testing: 'Test en cours…',
    works: (v: { engineVersion: string; apiVersion: string; nodes: number; managers: number }) =>
      `Cela fonctionne : Docker ${v.engineVersion} (API ${v.apiVersion}), un swarm de ${String(v.nodes)} ${v.nodes === 1 ? 'nœud' : 'nœuds'}, dont ${String(v.managers)} ${v.managers === 1 ? 'manager' : 'managers'}.`,
    saveOnly: 'Enregistrer',
    name: 'Nom',
    kind: 'Connexion',
    kinds: {
      unix: 'Socket Unix',
      tcp: 'TCP',
      'docker-context': 'Contexte Docker',
      npipe: 'Tube nommé',
      ssh: 'ssh',
      demo: 'Cluster de démonstration'
    },
    demo: 'Cluster',
    path: 'Chemin du socket',
    pipe: 'Tube',
    host: 'Hôte',
    port: 'Port',
    ca: 'Fichier d’autorité',
    cert: 'Fichier de certificat',
    key: 'Fichier de clé',
    tls: 'Utiliser TLS',
    docker: 'Contexte Docker',
    environment: 'Environnement',
    mode: 'Mode',
    save: 'Enregistrer et se connecter',
    needName: 'Donnez-lui un nom.',
    needPath: 'Donnez le chemin, par exemple /var/run/docker.sock.',
    needHost: 'Donnez le nom ou l’adresse de l’hôte.',
    needPort: 'Un port est un nombre de 1 à 65535.',
    needDocker: 'Donnez le nom d’un contexte du client Docker.',
    needFile: 'Donnez le chemin du fichier.'
  },
  edit: 'Modifier',
  ask: {
    title: {
      'host-key': 'Faites-vous confiance à cet hôte ?',
      passphrase: 'Votre clé est verrouillée',
      password: 'Mot de passe requis'
    },
    hostKey:
      'Cette machine ne s’est jamais connectée à cet hôte. Comparez l’empreinte avec celle que vous a donnée la personne qui le gère. Si elle diffère, quelqu’un s’est peut-être interposé.',
    fingerprint: 'Empreinte',
    secret: { passphrase: 'Phrase secrète', password: 'Mot de passe' },
    forgotten: 'Skep la transmet à ssh et ne la garde que pendant cette connexion.',
    trust: 'Faire confiance et se connecter',
    send: 'Continuer',
    no: 'Ne pas se connecter',
    words: 'Ce que dit ssh'
  }
}
