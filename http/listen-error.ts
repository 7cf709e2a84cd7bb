import { CodedError } from '#machine/coded-error.ts'

/** The address cannot be listened on; the message says which and what the operator can do. */
export class ListenError extends CodedError<'port-taken' | 'port-forbidden' | 'host-unknown'> {
  override readonly name = 'ListenError'
}

type Wanted = {
  readonly host: string
  readonly port: number
  /** What the environment calls the two. */
  readonly settings: { readonly host: string; readonly port: string }
  /** One that an ordinary user may take. */
  readonly usualPort: number
}

/** In words, where it is something that an operator can mend; otherwise the error itself. */
export function listenError(error: unknown, { host, port, settings, usualPort }: Wanted): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new ListenError(
        'port-taken',
        `Port ${port} on ${host} is used by another program. Stop it, or set ${settings.port} to a free port, ` +
          `for example ${settings.port}=${port < 65_435 ? port + 100 : usualPort + 100}.`,
        { cause: error },
      )
    case 'EACCES':
      return new ListenError(
        'port-forbidden',
        `This user may not listen on port ${port}. Set ${settings.port} to one above 1023, for example ` +
          `${settings.port}=${usualPort}.`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(
        'host-unknown',
        `${host} is not an address of this computer. Set ${settings.host} to 127.0.0.1 (this computer only) or 0.0.0.0.`,
        { cause: error },
      )
    default:
      return error
  }
}
