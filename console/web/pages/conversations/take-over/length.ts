/** As `console/api/forms/take-over.ts` has it, which pages import as types alone. */
export const MESSAGE_LENGTH_MAX = 4_000
