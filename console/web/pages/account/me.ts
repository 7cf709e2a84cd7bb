/** The key of what the account page asks for. */
export const ME = ['me'] as const
