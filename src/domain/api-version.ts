/** Whether an Engine API version, such as `1.41`, is older than another. */
export function isOlder(version: string, than: string): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number)
  const [c = 0, d = 0] = than.split('.').map(Number)
  return a < c || (a === c && b < d)
}
