import { request } from 'node:http'
import path from 'node:path'
import { jsonIn } from '#machine/json-in.ts'
import { runningService } from '#machine/data-folder.ts'

export type ServiceQuestion = {
  /** Of the status socket. */
  readonly path: string
  /** Posted as JSON; without it the path is only read. */
  readonly body?: object
  readonly msMax: number
}

/** Whether a service runs on this data folder; if not, says so. `why`: for what it is needed. */
export async function isServiceRunning(dataFolder: string, why: string): Promise<boolean> {
  if ((await runningService(dataFolder)) !== undefined) return true
  process.stderr.write(
    `No service runs on ${dataFolder}, and only the service can ${why}: start it with npm start, or set ` +
      'CHASQUI_DATA to the folder of the one that runs.\n',
  )
  return false
}

/**
 * What the service answers on the socket in its data folder, which may lie deeper than the path of a socket may be long.
 * @throws when it does not answer, or `read` cannot read the answer
 */
export async function askService<T>(
  dataFolder: string,
  question: ServiceQuestion,
  read: (answer: unknown) => T,
): Promise<T> {
  const before = process.cwd()
  process.chdir(dataFolder)
  try {
    return read(jsonIn(await answerOf('status.sock', question)))
  } catch (cause) {
    const where = path.resolve(before, dataFolder)
    const error = new Error(
      `The service on ${where} did not answer. Try again; restart it if it is of another version.`,
      {
        cause,
      },
    )
    throw Object.assign(error, { code: 'no-answer' })
  } finally {
    process.chdir(before)
  }
}

function answerOf(socketPath: string, { path: route, body, msMax }: ServiceQuestion): Promise<string> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = request({ socketPath, path: route, method, signal: AbortSignal.timeout(msMax) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
