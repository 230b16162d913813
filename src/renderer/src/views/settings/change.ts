import type { Parsed } from '../../../../shared/contract'

/** Changes settings and says what is in force then; false when that was refused. */
export type Change = (change: Parsed<'settings.set'>, told: () => string) => Promise<boolean>
