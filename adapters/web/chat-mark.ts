import { createHash } from 'node:crypto'

const LENGTH = 22

/** What the page may know a person's chat by; it does not lead back to the id in the cookie. */
export const chatMarkOf = (person: string) => createHash('sha256').update(person).digest('base64url').slice(0, LENGTH)
