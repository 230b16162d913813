/** Something of the cluster that a spec names by its id: a secret, a config or a network. */
export interface Reference {
  readonly id: string
  readonly name: string
}

export const referenceKinds = ['secrets', 'configs', 'networks'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

/** What there is to refer to on a cluster, each kind by name; never what is inside a secret or a config. */
export type References = Readonly<Record<ReferenceKind, readonly Reference[]>>

/** A cluster of which nothing is known; ids stand for themselves then. */
export const noReferences: References = { secrets: [], configs: [], networks: [] }
