/** The question names the word to send, so it is one word in every language. */
export const isConfirmed = (word = ''): boolean => /^yes[.!]?$/i.test(word.trim())
