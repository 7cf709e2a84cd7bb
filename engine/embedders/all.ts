/** The available embedders; each module is imported when it is chosen. */
export const embedders = {
  english: () => import('./english.ts'),
  model: () => import('./local.ts'),
  host: () => import('./hosted.ts'),
}
