/** How the bot is called and how it sounds; empty: as it is by itself. Typed by operators: text that we did not write. */
export type PersonaWords = { readonly name: string; readonly tone: string }

export const NO_PERSONA: PersonaWords = { name: '', tone: '' }

/** Of both together, by the tokenizer of the model at work: every answer costs them. */
export const PERSONA_TOKENS_MAX = 120
