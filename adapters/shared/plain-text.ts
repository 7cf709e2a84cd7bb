import { readMarkdown } from './markdown.ts'

/** For chats that show text as it is: the marks are taken out, addresses of links and code stay readable. */
export const plainText = (markdown: string): string => readMarkdown(markdown).text
