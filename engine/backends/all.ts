/** The available backends; each module is imported when it is chosen. */
export const backends = {
  embedded: () => import('./embedded.ts'),
  host: () => import('./host.ts'),
}
