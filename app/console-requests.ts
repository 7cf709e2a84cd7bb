import { z } from 'zod'

/** On the status socket; `npm run console` posts there. */
export const CONSOLE_PATH = '/console'

const requestSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('link') }),
  z.strictObject({ op: z.literal('recover'), name: z.string().min(1).max(256) }),
])

export type ConsoleRequest = z.input<typeof requestSchema>

export type ConsoleAnswer =
  | { readonly outcome: 'made'; readonly link: string; readonly minutes: number }
  | { readonly outcome: 'recovered'; readonly link: string; readonly minutes: number; readonly name: string }
  | { readonly outcome: 'has-owner' | 'no-account' }
  /** The console does not listen, or there is none: `npm run chat`. */
  | { readonly outcome: 'closed'; readonly why: string }

/** Of a console. */
type Ways = { link(): Promise<ConsoleAnswer>; recover(name: string): Promise<ConsoleAnswer> }

/** @throws {z.ZodError} for what `npm run console` never sends */
export async function answerConsole(admin: Ways | undefined, body: unknown): Promise<ConsoleAnswer> {
  const request = requestSchema.parse(body)
  if (admin === undefined) return { outcome: 'closed', why: 'npm run chat runs the service without it' }
  return request.op === 'link' ? admin.link() : admin.recover(request.name)
}
