import { RESTJSONErrorCodes } from 'discord-api-types/v10'

/** An error answer of Discord's API: `{ code, message }` with an HTTP status. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: number, message: string, more: Pick<Partial<ApiError>, 'body' | 'headers'> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.body = more.body ?? {}
    this.headers = more.headers ?? {}
  }
}

const named = (status: number, code: number, message: string) => () => new ApiError(status, code, message)

export const unauthorised = named(401, 0, '401: Unauthorized')
export const unknownChannel = named(404, RESTJSONErrorCodes.UnknownChannel, 'Unknown Channel')
export const unknownMessage = named(404, RESTJSONErrorCodes.UnknownMessage, 'Unknown Message')
export const unknownInteraction = named(404, RESTJSONErrorCodes.UnknownInteraction, 'Unknown interaction')
export const unknownWebhook = named(404, RESTJSONErrorCodes.UnknownWebhook, 'Unknown Webhook')
export const missingAccess = named(403, RESTJSONErrorCodes.MissingAccess, 'Missing Access')
export const cannotWriteTo = named(
  403,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  'Cannot send messages to this user',
)
export const alreadyAcknowledged = named(
  400,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  'Interaction has already been acknowledged.',
)
export const webhookTokenExpired = named(401, RESTJSONErrorCodes.InvalidWebhookToken, 'Invalid Webhook Token')
export const emptyMessage = named(400, RESTJSONErrorCodes.CannotSendAnEmptyMessage, 'Cannot send an empty message')
export const notOwnMessage = named(
  403,
  RESTJSONErrorCodes.CannotEditMessageAuthoredByAnotherUser,
  'Cannot edit a message authored by another user',
)

/** 50035, naming the field as Discord does. */
export function invalidForm(field: string, code: string, message: string): ApiError {
  const errors = { [field]: { _errors: [{ code, message }] } }
  return new ApiError(400, RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'Invalid Form Body', { body: { errors } })
}
