import { hasCode, read } from './api.ts'
import { answered } from './connection.ts'

/** Code comes from the service too: while that does not answer, whatever needs it waits. */
export const patient =
  <Code>(load: () => Promise<Code>) =>
  async (): Promise<Code> => {
    for (;;) {
      try {
        return await load()
      } catch (error) {
        if (await answers()) throw error
        await answered()
      }
    }
  }

const answers = () =>
  read('/api/session').then(
    () => true,
    (error: unknown) => !hasCode(error, 'unreachable'),
  )
