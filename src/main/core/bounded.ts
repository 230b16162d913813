/** What was worked out once, by its key; when it is full, the one that was asked for longest ago goes. */
export interface Bounded<K, V> {
  get(key: K, work: () => V): V
}

export function bounded<K, V>(size: number): Bounded<K, V> {
  const known = new Map<K, V>()
  return {
    get(key, work) {
      const found = known.has(key) ? (known.get(key) as V) : work()
      known.delete(key)
      known.set(key, found)
      const oldest = known.keys().next()
      if (known.size > size && !oldest.done) known.delete(oldest.value)
      return found
    }
  }
}
