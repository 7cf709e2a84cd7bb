import { randomBytes } from 'node:crypto'

type Options = { readonly subcode?: number; readonly details?: string; readonly isTransient?: true }

/** An error answer of the Graph API: https://developers.facebook.com/docs/graph-api/guides/error-handling */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number
  readonly code: number
  readonly options: Options

  constructor(status: number, code: number, message: string, options: Options = {}) {
    super(message)
    this.status = status
    this.code = code
    this.options = options
  }

  /** Its body; WhatsApp adds `error_data`, which says more than the message. */
  body(isWhatsApp: boolean) {
    const { subcode, details, isTransient } = this.options
    return {
      error: {
        message: this.message,
        type: 'OAuthException',
        ...(isTransient ? { is_transient: true } : {}),
        code: this.code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(isWhatsApp && details !== undefined ? { error_data: { messaging_product: 'whatsapp', details } } : {}),
        fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
      },
    }
  }
}

/**
 * Errors by their documented codes:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes and
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const ERRORS = {
  badParameter: (why: string) => new GraphError(400, 100, `(#100) ${why}`, { details: why }),
  unknownPath: (path: string) =>
    new GraphError(
      400,
      100,
      `Unsupported request. Object with ID '${path}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
      { subcode: 33 },
    ),
  noSuchUser: () => new GraphError(400, 100, '(#100) No matching user found', { subcode: 2018001 }),
  tokenInvalid: () =>
    new GraphError(
      401,
      190,
      'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
      { subcode: 460 },
    ),
  proofInvalid: () => new GraphError(400, 100, 'Invalid appsecret_proof provided in the API argument'),
  outsideWindow: () =>
    new GraphError(403, 10, '(#10) This message is sent outside of allowed window.', { subcode: 2018278 }),
  reengagement: () => whatsAppError('131047'),
  undeliverable: () => whatsAppError('131026'),
  unavailable: () => new GraphError(400, 551, "(#551) This person isn't available right now.", { subcode: 1545041 }),
  pairRate: () => whatsAppError('131056'),
  throughput: () => whatsAppError('130429'),
  callRate: () => new GraphError(400, 613, '(#613) Calls to this api have exceeded the rate limit.'),
  badValue: (details: string) => new GraphError(400, 131009, '(#131009) Parameter value is not valid', { details }),
  missing: (details: string) =>
    new GraphError(400, 131008, '(#131008) Required parameter is missing', { details: details }),
}

/** What a failed status says, and the same as an answer. */
export const WHATSAPP_ERRORS = {
  '131047': {
    title: 'Re-engagement message',
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  },
  '131026': { title: 'Message undeliverable', details: 'Message Undeliverable.' },
  '131048': {
    title: 'Spam rate limit hit',
    details:
      'Message failed to send because there are restrictions on how many messages can be sent from this phone number.',
  },
  '131056': {
    title: '(Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  },
  '130429': { title: 'Rate limit hit', details: 'Cloud API message throughput has been reached.' },
  '131000': { title: 'Something went wrong', details: 'Message failed to send due to an unknown error.' },
} as const

export type WhatsAppErrorCode = keyof typeof WHATSAPP_ERRORS

function whatsAppError(code: WhatsAppErrorCode): GraphError {
  const { title, details } = WHATSAPP_ERRORS[code]
  return new GraphError(400, Number(code), `(#${code}) ${title}`, { details })
}

/** How an error with this HTTP status looks when a fault asks for one. */
export function errorWithStatus(status: number): GraphError {
  if (status === 401) return ERRORS.tokenInvalid()
  if (status === 403) return new GraphError(403, 200, '(#200) Permissions error')
  if (status === 404) return new GraphError(404, 100, '(#100) Unsupported get request.', { subcode: 33 })
  if (status === 429) return new GraphError(429, 4, '(#4) Application request limit reached')
  if (status < 500) return new GraphError(status, 100, '(#100) Invalid parameter', { details: 'Invalid parameter' })
  const why = 'An unexpected error has occurred. Please retry your request later.'
  return new GraphError(status, 2, why, { isTransient: true })
}
