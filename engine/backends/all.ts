/** The ways to get tokens; each is loaded when it is chosen. */
export const backends = {
  embedded: () => import('./embedded.ts'),
  host: () => import('./host.ts'),
}
