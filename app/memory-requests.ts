/** On the status socket: asked, it counts what is kept of people; `npm run memory -- stats` asks there. */
export const MEMORY_COUNTS_PATH = '/memory'
