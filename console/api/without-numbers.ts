/**
 * What a part of the service says of itself, for accounts that see numbers only: with the account of a linked phone, or a
 * platform's words about somebody, it may hold a phone number. Where operators set a channel up, it stands in full.
 */
export const withoutNumbers = (text: string): string => text.replaceAll(NUMBER, '…')

/** The shortest numbers of a country have seven digits. */
const NUMBER = /\d{7,}/g
