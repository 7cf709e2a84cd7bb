import { createInterface } from 'node:readline'
import { UsageError } from '#app/usage.ts'

type Asking = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly write: (text: string) => void
}

/**
 * Whether somebody at the terminal types yes.
 * @throws {UsageError} where nobody can type
 */
export async function isConfirmed(question: string, { input, write }: Asking): Promise<boolean> {
  if (!input.isTTY) {
    throw new UsageError('This has to be confirmed, and here is no terminal to type at: add --yes if you mean it.')
  }
  write(`${question} Type yes: `)
  // Not as a terminal: then Ctrl-C stays what it is everywhere.
  const lines = createInterface({ input, terminal: false })
  const answer = await new Promise<string>((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
  })
  // Closing pauses the terminal, which would otherwise keep the command from ending.
  lines.close()
  return answer.trim().toLowerCase() === 'yes'
}
