/** The demo's swarms; an endpoint that names none is the production one. */
export const demoClusters = ['production', 'staging'] as const
export type DemoCluster = (typeof demoClusters)[number]
