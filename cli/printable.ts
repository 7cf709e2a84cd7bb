/**
 * What a model wrote, for a terminal: without the characters that command it (move the cursor, change the title, fill
 * the clipboard). Ends of lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(COMMANDS, '')
}

// oxlint-disable-next-line no-control-regex
const COMMANDS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g
