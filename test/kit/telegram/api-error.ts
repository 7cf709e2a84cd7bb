/** An error answer of the Bot API. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined
  constructor(status: number, description: string, parameters?: ApiError['parameters']) {
    super(description)
    this.status = status
    this.parameters = parameters
  }
}

export const badRequest = (description: string) => new ApiError(400, `Bad Request: ${description}`)
