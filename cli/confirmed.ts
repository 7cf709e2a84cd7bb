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
  for await (const line of lines) return line.trim().toLowerCase() === 'yes'
  return false
}
